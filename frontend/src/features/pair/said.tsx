import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { addDays, dateInZone, formatDate } from "@/lib/time";
import type { PairView } from "./queries";

/** Who said goodbye, until when the two can still meet, and the letter. */
export function Said({ pair, id }: { pair: PairView; id: string }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const name = firstName(pair.mentor.name);
  const closed = pair.state === "CLOSED";
  const waits = pair.closingSince && formatDate(addDays(dateInZone(pair.closingSince, zone), 14), locale);
  return (
    <>
      <h2 id={id} className="text-h2">
        {t(closed ? "walk.closed" : pair.endedByMe ? "walk.closingMine" : "walk.closingTheirs", { name })}
      </h2>
      <p className="mt-1 measure text-ink-2">
        {closed ? t("walk.closedText") : waits && t("walk.closingText", { day: waits })}
      </p>
      {pair.endWords && (
        <figure className="m-0 mt-4 rounded-control bg-iris-soft px-5 py-4 text-iris-soft-ink">
          <figcaption className="mb-1 text-small font-semibold">
            {pair.endedByMe ? t("walk.letterMine") : t("walk.letterTheirs", { name })}
          </figcaption>
          <blockquote className="m-0 measure whitespace-pre-line break-words">{pair.endWords}</blockquote>
        </figure>
      )}
    </>
  );
}
