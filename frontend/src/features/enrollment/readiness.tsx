import { useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Fault } from "@/ui/fault";
import { useMarkReadiness } from "./actions";
import type { WayView } from "./queries";

type Criterion = WayView["readiness"][number];

/** What one thinks of what comes before the next phase; seeing it differently is a reason to talk, and blocks nothing. */
export function Readiness({ way }: { way: WayView }) {
  const t = useT();
  if (!way.readiness.length || !way.phase) return null;
  return (
    <section aria-labelledby={`ready-${way.id}`} className="grid gap-3">
      <h3 id={`ready-${way.id}`} className="text-h3">
        {t("way.ready")}
      </h3>
      <p className="measure text-small text-ink-2">{t("way.readyText")}</p>
      <ul
        aria-labelledby={`ready-${way.id}`}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {way.readiness.map((one) => (
          <Row key={one.criterionId} wayId={way.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ wayId, one }: { wayId: string; one: Criterion }) {
  const t = useT();
  const mark = useMarkReadiness();
  const [pressed, setPressed] = useState<boolean | null>(null);
  const mine = (mark.pending ? pressed : null) ?? one.client;
  async function say(ready: boolean) {
    setPressed(ready);
    await mark.run({ input: { enrollmentId: wayId, criterionId: one.criterionId, ready } });
  }
  const theirs = one.staff === true ? "way.theyReady" : one.staff === false ? "way.theyNotYet" : "way.theyOpen";
  return (
    <li className="grid gap-2.5 px-5 py-4">
      <p id={one.criterionId} className="font-semibold break-words">
        {one.name}
      </p>
      <fieldset aria-labelledby={one.criterionId} className="m-0 flex flex-wrap gap-2 border-0 p-0">
        {[true, false].map((ready) => (
          <button
            key={String(ready)}
            type="button"
            aria-pressed={mine === ready}
            onClick={() => void say(ready)}
            className={cx(
              "min-h-11 cursor-pointer rounded-full border-[1.5px] px-4 text-small font-semibold",
              mine === ready
                ? "border-accent bg-accent-soft text-accent-soft-ink"
                : "border-control bg-surface hover:bg-sunken",
            )}
          >
            {t(ready ? "way.iAm" : "way.notYet")}
          </button>
        ))}
      </fieldset>
      <p className="text-small text-ink-2">
        {t(theirs)}
        {one.worthATalk && <span className="font-semibold text-iris"> {t("way.worthATalk")}</span>}
      </p>
      <Fault of={mark} />
    </li>
  );
}
