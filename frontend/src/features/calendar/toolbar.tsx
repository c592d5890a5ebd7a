import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Plus } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { addDays, formatDate, formatDateRange, zoneName } from "@/lib/time";
import { Button, ButtonLink, IconButton, PageHeader } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { Press } from "@/ui/press";
import { counselors } from "./queries";
import type { View } from "./search";

const views = [
  ["week", "staff.cal.week"],
  ["day", "staff.cal.day"],
  ["agenda", "staff.cal.agenda"],
] as const;

type Props = {
  view: View;
  dates: readonly string[];
  date: string;
  today: string;
  zone: string;
  wide: boolean;
  canBook: boolean;
  who: string;
  onView: (view: View) => void;
  onDate: (date: string) => void;
};

/** What is shown and how, and the way to another week. On phones: the days and New, below them the way and the zone. */
export function Toolbar(props: Props) {
  const t = useT();
  const locale = useLocale();
  const { dates, view, wide } = props;
  const [first = props.date, last = first] = [dates[0], dates[dates.length - 1]];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <PageHeader
        title={t("staff.nav.calendar")}
        actions={
          <>
            {wide && <Zone zone={props.zone} />}
            {wide && <Views {...props} />}
            {props.canBook && (
              <ButtonLink to="/book" search={{ who: props.who }} icon={<Plus size={18} aria-hidden />}>
                {t("staff.cal.new")}
              </ButtonLink>
            )}
          </>
        }
      >
        <span className="flex min-h-10 flex-wrap items-center gap-2">
          <span className="mr-2 first-letter:uppercase">
            {view === "day" ? formatDate(first, locale, "full") : formatDateRange(first, last, locale)}
          </span>
          {wide && <Steps {...props} />}
        </span>
      </PageHeader>
      {!wide && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="flex items-center gap-1">
            <Steps {...props} />
          </span>
          <Zone zone={props.zone} />
        </div>
      )}
    </div>
  );
}

function Zone(props: { zone: string }) {
  const locale = useLocale();
  return <span className="rounded-full bg-sunken px-3 py-1 text-small text-ink-2">{zoneName(props.zone, locale)}</span>;
}

function Views(props: Pick<Props, "view" | "onView">) {
  const t = useT();
  return (
    <fieldset
      aria-label={t("staff.cal.view")}
      className="m-0 flex min-w-0 overflow-hidden rounded-control border border-control p-0"
    >
      {views.map(([id, label]) => (
        <Press
          key={id}
          pressed={props.view === id}
          onPress={() => props.onView(id)}
          className={cx(
            "min-h-9 cursor-pointer px-3.5 text-small font-medium outline-offset-[-3px]",
            props.view === id ? "bg-accent-soft text-accent-soft-ink" : "bg-surface text-ink-2 hover:bg-sunken",
          )}
        >
          {t(label)}
        </Press>
      ))}
    </fieldset>
  );
}

/** To today, to the days before and after. */
function Steps(props: Pick<Props, "view" | "date" | "today" | "onDate">) {
  const t = useT();
  const size = props.view === "day" ? 1 : 7;
  return (
    <>
      <Button variant="secondary" size="small" onPress={() => props.onDate(props.today)}>
        {t("day.today")}
      </Button>
      <IconButton
        label={t(size === 1 ? "staff.cal.previousDay" : "staff.cal.previousWeek")}
        onPress={() => props.onDate(addDays(props.date, -size))}
      >
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      <IconButton
        label={t(size === 1 ? "staff.cal.nextDay" : "staff.cal.nextWeek")}
        onPress={() => props.onDate(addDays(props.date, size))}
      >
        <ChevronRight size={18} aria-hidden />
      </IconButton>
    </>
  );
}

/** Whose calendar or hours: for those who see more than their own. */
export function WhoSelect(props: { who: string; onWho: (id: string) => void; label?: string }) {
  const t = useT();
  const { viewer } = centerBoot();
  const list = useSuspenseQuery(counselors).data.counselors;
  return (
    <NativeSelect
      id="who"
      className="w-full max-w-64"
      label={props.label ?? t("staff.cal.who")}
      hideLabel
      value={props.who}
      onChange={props.onWho}
      options={[
        ...list.map((one) => ({
          id: one.id,
          label: one.id === viewer.id ? t("staff.cal.mine", { name: one.name }) : one.name,
        })),
        // Somebody whose account is paused is not in the list; their sessions are looked after here.
        ...(list.some((one) => one.id === props.who) ? [] : [{ id: props.who, label: t("staff.cal.paused") }]),
      ]}
    />
  );
}
