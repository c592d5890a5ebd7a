import { Check } from "lucide-react";
import type { MentorState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import type { Mentoring } from "./become-queries";

const way = ["APPLIED", "TRAINING", "SHADOWING", "APPROVED"] as const satisfies readonly MentorState[];

/** How far somebody has come on the way to mentoring. */
export function BecomingWay({ mentoring }: { mentoring: Mentoring }) {
  const t = useT();
  const { state } = mentoring;
  const reached = state === "PAUSED" ? way.length - 1 : (way as readonly MentorState[]).indexOf(state);
  return (
    <section aria-labelledby="becoming" className="grid gap-3">
      <h2 id="becoming" className="text-h2">
        {t("walk.becomingWay")}
      </h2>
      <ol className="m-0 grid list-none gap-3 p-0">
        {way.map((one, index) => {
          const done = index < reached || (index === reached && one === "APPROVED");
          const here = index === reached && !done;
          return (
            <li key={one} aria-current={here ? "step" : undefined} className="flex items-start gap-3.5">
              <span
                aria-hidden
                className={cx(
                  "mt-0.5 grid size-7 flex-none place-items-center rounded-full border-[1.5px] text-caption font-semibold",
                  done && "border-transparent bg-iris-soft text-iris-soft-ink",
                  here && "border-iris text-iris",
                  !done && !here && "border-line text-ink-3",
                )}
              >
                {done ? <Check size={16} strokeWidth={2.5} /> : index + 1}
              </span>
              <span className="grid min-w-0">
                <span className={cx("font-semibold", !done && !here && "text-ink-2")}>
                  {t(`walk.mentorState.${one}`)}
                  {done && <span className="sr-only"> ({t("walk.stepDone")})</span>}
                </span>
                {here && <span className="measure text-small text-ink-2">{t(`walk.mentorStateText.${one}`)}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Training in the twelve competencies of peer workers, as the center wrote it down. */
export function Training({ mentoring }: { mentoring: Mentoring }) {
  const t = useT();
  const held = mentoring.training.filter((one) => one.minutes > 0).length;
  return (
    <details className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-14 cursor-pointer items-center justify-between gap-3 px-5">
        <span className="font-semibold">{t("walk.training")}</span>
        <span className="text-small text-ink-2">
          {t("walk.trainingCount", { held, of: mentoring.training.length })}
        </span>
      </summary>
      <ul aria-label={t("walk.training")} className="m-0 grid list-none gap-2 px-5 pb-5 text-small">
        {mentoring.training.map((one) => (
          <li key={one.competency} className="flex items-start justify-between gap-4">
            <span className="min-w-0">{t(`walk.competency.${one.competency}` as "walk.competency.1")}</span>
            <span className="flex-none text-ink-2">
              {one.minutes ? t("session.minutes", { minutes: one.minutes }) : t("walk.trainingNone")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
