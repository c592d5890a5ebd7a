import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import type { WayView } from "./queries";

/** The way so far, the latest first: moves and phases in one line of time. */
export function SoFar({ way }: { way: WayView }) {
  const t = useT();
  const locale = useLocale();
  const moves = way.moves.map((move, place) => ({
    key: `move-${place}`,
    on: move.on,
    words: move.reason ? t(`way.because.${move.reason}`) : t(`way.moved.${move.to}`),
  }));
  const phases = way.phases.map((phase) => ({
    key: `phase-${phase.phaseId}-${phase.beganOn}`,
    on: phase.beganOn,
    words: t("way.phaseBegan", { phase: phase.name }),
  }));
  // In the order it happened; what happened on one day stays as it came.
  const all = [...moves, ...phases].map((one, place) => ({ ...one, place }));
  all.sort((one, other) => other.on.localeCompare(one.on) || other.place - one.place);
  if (!all.length) return null;
  return (
    <details className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-14 cursor-pointer items-center px-5 font-semibold">{t("way.soFar")}</summary>
      <ol aria-label={t("way.soFar")} className="m-0 grid list-none gap-2.5 px-5 pb-5 text-small">
        {all.map((one) => (
          <li key={one.key} className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0 break-words">{one.words}</span>
            <span className="text-ink-2">{formatDate(one.on, locale)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
