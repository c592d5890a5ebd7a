import { Heart } from "lucide-react";
import { listClass, useDay } from "@/features/mentoring/words";
import type { MentorCheckInFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { EmptyState } from "@/ui";

/** How weeks went, as far as the client shared it. What was kept back leaves no gap. */
export function CheckIns(props: { checkIns: readonly MentorCheckInFragment[]; name: string }) {
  const t = useT();
  const day = useDay();
  const shown = props.checkIns.filter(
    (one) => one.mood || typeof one.urge === "number" || typeof one.commitmentKept === "boolean" || one.note,
  );
  return (
    <section aria-labelledby="check-ins" className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="check-ins" className="text-h2">
        {t("mentoring.mine.part.check-ins")}
      </h2>
      <p className="measure text-ink-2">{t("mentoring.mine.checkInsLead", { name: props.name })}</p>
      {shown.length === 0 ? (
        <EmptyState icon={<Heart size={20} />}>{t("mentoring.mine.noCheckIns")}</EmptyState>
      ) : (
        <ul aria-label={t("mentoring.mine.part.check-ins")} className={listClass}>
          {shown.map((one) => (
            <li key={one.id} className="grid gap-0.5 px-4 py-3">
              <span className="text-small text-ink-2">{day(one.createdAt)}</span>
              <span className="font-semibold">
                {[
                  one.mood && t(`mentoring.mine.mood.${one.mood}`),
                  typeof one.urge === "number" && t("mentoring.mine.urge", { urge: one.urge }),
                  typeof one.commitmentKept === "boolean" &&
                    t(one.commitmentKept ? "mentoring.mine.kept" : "mentoring.mine.notKept"),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              {one.note && <p className="measure break-words whitespace-pre-line">{one.note}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
