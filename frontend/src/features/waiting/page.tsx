import { useSuspenseQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { SoonerRow } from "@/features/sooner/row";
import { useT } from "@/i18n";
import { BackLink, ButtonLink, EmptyState, PageHeader } from "@/ui";
import { myRequests, myWaits } from "./queries";
import { RequestCard } from "./requests";
import { WaitCard } from "./waits";

/** All that waits for somebody else's word: times asked for, places in line. */
export function WaitingPage() {
  const t = useT();
  const requests = useSuspenseQuery(myRequests).data.sessionRequests.nodes.filter((one) => one.state !== "WITHDRAWN");
  const waits = useSuspenseQuery(myWaits).data.sessionWaits;
  // What was taken back is gone from the list, its button with it: whoever pressed goes on in the page.
  const page = useRef<HTMLDivElement>(null);
  const onGone = () => page.current?.focus();
  return (
    <div ref={page} tabIndex={-1} className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5 outline-none">
      <PageHeader
        title={t("waiting.title")}
        lead={t("waiting.lead")}
        back={<BackLink to="/schedule">{t("nav.schedule")}</BackLink>}
      >
        {t("waiting.title")}
      </PageHeader>
      {requests.length + waits.length === 0 && (
        <EmptyState
          icon={<Hourglass size={22} />}
          action={<ButtonLink to="/book">{t("schedule.bookTime")}</ButtonLink>}
        >
          {t("waiting.none")}
        </EmptyState>
      )}
      {waits.length > 0 && (
        <Part id="in-line" title={t("myWait.title")}>
          {waits.map((wait) => (
            <WaitCard key={wait.id} wait={wait} onGone={onGone} />
          ))}
        </Part>
      )}
      {requests.length > 0 && (
        <Part id="asked-for" title={t("askTime.title")}>
          {requests.map((request) => (
            <RequestCard key={request.id} request={request} onGone={onGone} />
          ))}
        </Part>
      )}
      <SoonerRow />
    </div>
  );
}

function Part(props: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={props.id} className="grid gap-3">
      <h2 id={props.id} className="text-h2">
        {props.title}
      </h2>
      <ul aria-labelledby={props.id} className="m-0 grid list-none gap-3 p-0">
        {props.children}
      </ul>
    </section>
  );
}
