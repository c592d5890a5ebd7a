import { useSuspenseQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { BackLink, ButtonLink, EmptyState, PageHeader } from "@/ui";
import { toast } from "@/ui/toaster";
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
      {latest?.state === "OPEN" ? (
        <AskedNow asked={latest} />
      ) : (
        <>
          {latest && <AskedBefore asked={latest} />}
          {soonerCircle.length === 0 ? (
            <EmptyState
              icon={<UserRoundPlus size={22} />}
              action={<ButtonLink to="/groups">{t("people.browse")}</ButtonLink>}
            >
              {t("mySooner.nobody")}
            </EmptyState>
          ) : (
            <Asking circle={soonerCircle} />
          )}
        </>
      )}
    </div>
  );
}

function Asking({ circle }: { circle: Parameters<typeof CircleForm>[0]["circle"] }) {
  const t = useT();
  const [choosing, setChoosing] = useState(false);
  const people = circle.filter((one) => one.mayBeAsked).map(({ member }) => member.name);
  if (choosing || people.length === 0) {
    return <CircleForm circle={circle} canLeave={people.length > 0} onDone={() => setChoosing(false)} />;
  }
  return (
    <AskSoonerForm
      people={people}
      onChange={() => setChoosing(true)}
      onAsked={() => toast(t("mySooner.asked", { count: people.length }))}
    />
  );
}
