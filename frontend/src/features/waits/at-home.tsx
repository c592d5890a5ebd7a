import { useSuspenseQuery } from "@tanstack/react-query";
import { DeskTexts } from "@/features/desk/texts";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { TextLink } from "@/ui";
import { longestWaits, WaitParts } from "./queries";

/** Who has waited longest for a time, at a glance. Nothing when nobody waits. */
export default function WaitsAtHome() {
  return (
    <DeskTexts>
      <Longest />
    </DeskTexts>
  );
}

function Longest() {
  const t = useT();
  const locale = useLocale();
  const waits = useSuspenseQuery(longestWaits).data.waitingList.nodes.map((one) => unmask(WaitParts, one));
  if (!waits.length) return null;
  return (
    <section aria-labelledby="waits-home" className="grid gap-3">
      <h2 id="waits-home" className="text-h2">
        {t("desk.waits.all")}
      </h2>
      <div className="grid gap-2 rounded-card border border-line bg-surface px-4 py-3">
        <ul aria-labelledby="waits-home" className="m-0 grid list-none gap-2 p-0">
          {waits.map((wait) => (
            <li key={wait.id} className="grid">
              <span className="font-semibold break-words">{wait.client.name}</span>
              <span className="text-small text-ink-2">
                {[
                  wait.type?.name ?? t("session.minutes", { minutes: wait.minutes }),
                  wait.offer
                    ? t("desk.waits.state.OFFERED")
                    : t("desk.waits.since", { ago: formatAgo(wait.waitingSince, locale) }),
                ].join(" · ")}
              </span>
            </li>
          ))}
        </ul>
        <TextLink to="/waiting" search={{}} className="justify-self-start">
          {t("desk.waits.toAll")}
        </TextLink>
      </div>
    </section>
  );
}
