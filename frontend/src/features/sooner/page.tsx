import { useSuspenseQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useRef, useState } from "react";
import { useT } from "@/i18n";
import { BackLink, ButtonLink, EmptyState, PageHeader } from "@/ui";
import { AskSoonerForm } from "./ask-form";
import { AskedBefore, AskedNow } from "./asked";
import { CircleForm } from "./circle-form";
import { HelpBeside } from "./help";
import { mySooner } from "./queries";

/** "I need someone sooner": not an emergency, and the line for emergencies stands beside it. */
export function SoonerPage() {
  const t = useT();
  const { soonerCircle, mySoonerRequests, soonerHelp } = useSuspenseQuery(mySooner).data;
  const [latest] = mySoonerRequests;
  // Asking and taking back change all of this place: whoever pressed goes on in it.
  const place = useRef<HTMLDivElement>(null);
  const goOn = () => place.current?.focus();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("mySooner.title")}
        lead={t("mySooner.lead")}
        back={<BackLink to="/people">{t("nav.people")}</BackLink>}
      >
        {t("mySooner.title")}
      </PageHeader>
      <HelpBeside help={soonerHelp} />
      <div ref={place} tabIndex={-1} className="grid grid-cols-[minmax(0,1fr)] gap-5 outline-none">
        {latest?.state === "OPEN" ? (
          <AskedNow asked={latest} onTakenBack={goOn} />
        ) : (
          <>
            {latest && <AskedBefore asked={latest} />}
            {soonerCircle.length === 0 ? <Nobody /> : <Asking circle={soonerCircle} onDone={goOn} />}
          </>
        )}
      </div>
    </div>
  );
}

function Nobody() {
  const t = useT();
  return (
    <EmptyState icon={<UserRoundPlus size={22} />} action={<ButtonLink to="/groups">{t("people.browse")}</ButtonLink>}>
      {t("mySooner.nobody")}
    </EmptyState>
  );
}

function Asking(props: { circle: Parameters<typeof CircleForm>[0]["circle"]; onDone: () => void }) {
  const [choosing, setChoosing] = useState(false);
  const { circle, onDone } = props;
  const people = circle.filter((one) => one.mayBeAsked).map(({ member }) => member.name);
  function choose(on: boolean) {
    setChoosing(on);
    onDone();
  }
  if (choosing || people.length === 0) {
    return <CircleForm circle={circle} canLeave={people.length > 0} onDone={() => choose(false)} />;
  }
  return (
    // How many were asked is what they read next: whoever is away was not.
    <AskSoonerForm people={people} onChange={() => choose(true)} onAsked={onDone} />
  );
}
