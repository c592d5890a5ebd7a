import { useSuspenseQuery } from "@tanstack/react-query";
import { DeskTexts } from "@/features/desk/texts";
import { useT } from "@/i18n";
import { keepFocus } from "@/lib/keep-focus";
import { openRequests, soonerAsked } from "./queries";
import { RequestRow } from "./request-row";
import { SoonerRow } from "./sooner-row";

/** What clients ask for, answered in place. Nothing when nobody asks. */
export default function RequestsAtHome() {
  return (
    <DeskTexts>
      <Requests />
    </DeskTexts>
  );
}

function Requests() {
  const t = useT();
  const { nodes, pageInfo } = useSuspenseQuery(openRequests).data.sessionRequests;
  const sooner = useSuspenseQuery(soonerAsked).data.soonerRequests;
  if (!nodes.length && !sooner.length) return null;
  return (
    <section aria-labelledby="requests" className="grid gap-3">
      <h2 id="requests" className="text-h2">
        {t("desk.requests.title")}
      </h2>
      <ul
        ref={keepFocus}
        aria-labelledby="requests"
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {sooner.map((one) => (
          <SoonerRow key={one.id} asked={one} />
        ))}
        {nodes.map((one) => (
          <RequestRow key={one.id} asked={one} />
        ))}
      </ul>
      {pageInfo.hasNextPage && <p className="text-small text-ink-2">{t("desk.requests.more")}</p>}
    </section>
  );
}
