import type { StaffAttendanceQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatDate } from "@/lib/time";

export type AttendanceMonths = NonNullable<StaffAttendanceQuery["attendanceReport"]>["months"];

/** Visits by month. The same numbers stand in the table below, which is what a screen reader is led to. */
export function AttendanceChart(props: { months: AttendanceMonths }) {
  const t = useT();
  const locale = useLocale();
  const { months } = props;
  const most = Math.max(1, ...months.map((month) => month.came ?? 0));
  // As many labels as fit on a phone.
  const every = Math.ceil(months.length / 8);
  return (
    <figure className="m-0 grid gap-2 rounded-card border border-line bg-surface px-4 pt-4 pb-3">
      <figcaption className="text-small font-semibold text-ink-2">{t("staff.report.chart")}</figcaption>
      <div aria-hidden className="flex h-44 items-stretch gap-1 sm:gap-2">
        {months.map((month, at) => (
          <div key={month.month} className="flex min-w-0 flex-1 flex-col justify-end text-center">
            {months.length <= 12 && (
              <span className="tnum text-caption text-ink-2">{month.came ?? t("staff.report.few")}</span>
            )}
            <span
              className={cx(
                "mx-auto block w-full max-w-14 rounded-t-[6px]",
                month.came === null || month.came === undefined
                  ? "border-[1.5px] border-control border-b-0 border-dashed"
                  : "bg-accent-solid",
              )}
              style={{ height: `${Math.max(2, ((month.came ?? most * 0.12) / most) * 72)}%` }}
            />
            <span className="border-line border-t pt-1 text-caption text-ink-2 whitespace-nowrap">
              {at % every === 0 ? formatDate(month.month, locale, "monthShort") : " "}
            </span>
          </div>
        ))}
      </div>
    </figure>
  );
}

/** How many came to a meeting on average, in the first and the last month that is shown. */
export function trendOf(months: AttendanceMonths): { first: Average; last: Average } | null {
  const shown = months.flatMap((month) =>
    typeof month.came === "number" && month.meetings > 0
      ? [{ month: month.month, average: month.came / month.meetings }]
      : [],
  );
  const [first, last] = [shown[0], shown.at(-1)];
  return first && last && first !== last ? { first, last } : null;
}
type Average = { month: string; average: number };
