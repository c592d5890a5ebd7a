import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatDate, formatDay } from "@/lib/time";
import { EmptyState, Section, Table } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { AttendanceChart, trendOf } from "./attendance-chart";
import { attendanceOf, pulseOf } from "./queries-report";

export const spans: readonly string[] = ["3", "6", "12", "24"];

/** The first of the month, so many months before the one of `date`. */
export function monthsBack(date: string, months: number): string {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}-01`;
}

/** How many came, by month, without numbers about few people; and how meetings felt. */
export default function ReportTab(props: { groupId: string }) {
  const t = useT();
  const navigate = useNavigate();
  const months = useSearch({ strict: false }).months ?? "6";
  const { today } = centerBoot();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <section aria-labelledby="attendance" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="attendance" className="text-h2">
          {t("staff.report.attendance")}
        </h2>
        <NativeSelect
          id="span"
          className="max-w-64"
          label={t("staff.report.span")}
          value={months}
          onChange={(id) => void navigate({ to: ".", search: { months: id }, replace: true, resetScroll: false })}
          options={spans.map((id) => ({ id, label: t("staff.report.months", { count: Number(id) }) }))}
        />
        <Section key={months}>
          <Attendance groupId={props.groupId} from={monthsBack(today, Number(months))} until={today} />
        </Section>
      </section>
      <section aria-labelledby="pulse" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="pulse" className="text-h2">
          {t("staff.report.pulse")}
        </h2>
        <Section>
          <PulseTable groupId={props.groupId} />
        </Section>
      </section>
    </div>
  );
}

const numbers = ["came", "people", "onTime", "late", "inPerson", "online"] as const;

function Attendance(props: { groupId: string; from: string; until: string }) {
  const t = useT();
  const locale = useLocale();
  const report = useSuspenseQuery(attendanceOf(props.groupId, props.from, props.until)).data.attendanceReport;
  if (!report || report.months.length === 0) return <EmptyState>{t("staff.report.none")}</EmptyState>;
  const trend = trendOf(report.months);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (
    <>
      <p className="measure">
        {t("staff.report.sum", { meetings: report.meetings, came: report.came })}
        {trend &&
          ` ${t("staff.report.trend", {
            first: whole.format(trend.first.average),
            firstMonth: formatDate(trend.first.month, locale, "month"),
            last: whole.format(trend.last.average),
            lastMonth: formatDate(trend.last.month, locale, "month"),
          })}`}
        {report.hiddenMonths > 0 && ` ${t("staff.report.hidden", { count: report.hiddenMonths })}`}
      </p>
      <AttendanceChart months={report.months} />
      <Table
        label={t("staff.report.attendance")}
        rows={report.months}
        rowKey={(row) => row.month}
        columns={[
          {
            id: "month",
            header: t("staff.report.month"),
            isRowHeader: true,
            cell: (row) => <span className="font-semibold">{formatDate(row.month, locale, "month")}</span>,
          },
          {
            id: "meetings",
            header: t("staff.report.meetings"),
            numeric: true,
            labelled: true,
            cell: (row) => row.meetings,
          },
          ...numbers.map((id) => ({
            id,
            header: t(`staff.report.${id}`),
            numeric: true,
            labelled: true,
            cell: (row: (typeof report.months)[number]) =>
              row[id] ?? <span className="text-small text-ink-2">{t("staff.report.few")}</span>,
          })),
        ]}
      />
      <p className="measure text-small text-ink-2">{t("staff.report.why")}</p>
    </>
  );
}

const questions = ["belonged", "heard", "comeBack"] as const;

function PulseTable(props: { groupId: string }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const trend = useSuspenseQuery(pulseOf(props.groupId)).data.groupPulse;
  if (!trend || trend.points.length === 0) return <EmptyState>{t("staff.report.noPulse")}</EmptyState>;
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const of = (value: number) => t("staff.report.ofFour", { value: one.format(value) });
  const dayOf = (row: (typeof trend.points)[number]) => {
    const [from, until] = [row.firstMeetingAt, row.lastMeetingAt].map((at) => formatDay(at, zone, locale));
    return from === until ? from : `${from} – ${until}`;
  };
  return (
    <>
      <p className="measure text-ink-2">{t("staff.report.pulseText")}</p>
      <Table
        label={t("staff.report.pulse")}
        rows={trend.points}
        rowKey={(row) => row.firstMeetingAt}
        columns={[
          {
            id: "when",
            header: t("session.when"),
            isRowHeader: true,
            cell: (row) => <span className="font-semibold">{dayOf(row)}</span>,
          },
          {
            id: "answers",
            header: t("staff.report.answers"),
            numeric: true,
            labelled: true,
            cell: (row) => row.answers,
          },
          ...questions.map((id) => ({
            id,
            header: t(`staff.report.${id}`),
            numeric: true,
            labelled: true,
            cell: (row: (typeof trend.points)[number]) => of(row[id]),
          })),
        ]}
      />
    </>
  );
}
