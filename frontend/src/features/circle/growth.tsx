import type { CircleQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Card } from "@/ui";

type Point = CircleQuery["circle"]["since"][number];
const kinds = ["counselors", "groups", "facilitators"] as const;
const look = { counselors: "bg-sky", groups: "bg-iris", facilitators: "bg-accent" } as const;

/** How the circle grew, a bar a month, in words first and as a table below. */
export function Growth({ points }: { points: readonly Point[] }) {
  const t = useT();
  const locale = useLocale();
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const what = kinds.filter((kind) => last[kind] > 0).map((kind) => t(`circle.count.${kind}`, { count: last[kind] }));
  const month = (point: Point) => formatDate(point.month, locale, "month");
  return (
    <Card labelledBy="growth">
      <h2 id="growth" className="text-h2">
        {t("circle.growth")}
      </h2>
      <p className="mt-1 measure">{what.length ? t("circle.now", { what: list.format(what) }) : t("circle.nowNone")}</p>
      {points.length > 1 && (
        <>
          <Bars points={points} from={month(first)} until={month(last)} />
          <Numbers points={points} month={month} />
        </>
      )}
    </Card>
  );
}

function Bars({ points, from, until }: { points: readonly Point[]; from: string; until: string }) {
  const t = useT();
  const most = Math.max(1, ...points.map((point) => point.ties));
  return (
    <div aria-hidden>
      <div className="mt-4 flex h-32 items-end gap-1 border-control border-b">
        {points.map((point) => (
          <span key={point.month} className="flex h-full min-w-0.5 flex-1 flex-col-reverse gap-px">
            {kinds.map((kind) => (
              <span key={kind} className={look[kind]} style={{ height: `${(point[kind] / most) * 100}%` }} />
            ))}
          </span>
        ))}
      </div>
      <div className="mt-1 flex justify-between gap-3 text-caption text-ink-2">
        <span className="first-letter:uppercase">{from}</span>
        <span className="first-letter:uppercase">{until}</span>
      </div>
      <ul className="m-0 mt-3 mb-1 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-caption text-ink-2">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-2">
            <span className={`size-3 rounded-full ${look[kind]}`} />
            {t(`circle.kind.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Numbers({ points, month }: { points: readonly Point[]; month: (point: Point) => string }) {
  const t = useT();
  return (
    <details className="mt-2">
      <summary className="inline-flex min-h-11 cursor-pointer items-center font-semibold text-accent underline decoration-1 underline-offset-3">
        {t("circle.table")}
      </summary>
      <div className="overflow-x-auto">
        <table className="w-full text-left text-small tnum">
          <thead>
            <tr className="align-bottom">
              <th scope="col" className="py-1.5 pr-3 font-semibold">
                {t("circle.month")}
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className="py-1.5 pl-2 text-right font-semibold">
                  {t(`circle.kind.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map((point) => (
              <tr key={point.month} className="border-line border-t">
                <th scope="row" className="py-1.5 pr-3 font-normal whitespace-nowrap first-letter:uppercase">
                  {month(point)}
                </th>
                {kinds.map((kind) => (
                  <td key={kind} className="py-1.5 pl-2 text-right">
                    {point[kind]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
