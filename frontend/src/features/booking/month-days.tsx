import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { addDays, dateInZone, daysBetween, formatDate, startOfWeek } from "@/lib/time";
import { EmptyState, IconButton } from "@/ui";
import { Press } from "@/ui/press";
import { byDate, type Flow, type SlotView } from "./flow";
import { monthOf } from "./month";
import { type SlotsOf, slotsFrom, slotsOf } from "./queries";
import { Times } from "./times";

type Props = SlotsOf & {
  zone: string;
  today: string;
  flow: Flow;
  onPick: (slot: SlotView) => void;
  from: string;
  onFrom: (date: string) => void;
};

/** A month with its free days, and the times of the chosen one beside it. */
export function MonthDays(props: Props) {
  const t = useT();
  const locale = useLocale();
  const { zone, today } = props;
  const month = monthOf(props.from, today);
  const length = daysBetween(month.from, month.next);
  const { data } = useSuspenseQuery(slotsFrom(slotsOf(props), month.from, length));
  const free = useMemo(() => byDate(data, (slot) => dateInZone(slot.startsAt, zone)), [data, zone]);
  const [wanted, setWanted] = useState<string>();
  const day = wanted && free.has(wanted) ? wanted : month.days.find((one) => free.has(one));
  const { before } = month;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_260px] gap-8">
      <div className="grid content-start gap-3">
        <div className="flex items-center justify-between gap-2">
          <h2 className="text-h2 first-letter:uppercase">{formatDate(month.from, locale, "month")}</h2>
          <span className="flex">
            <IconButton
              label={t("book.earlier")}
              isDisabled={before === null}
              onPress={() => before && props.onFrom(before)}
            >
              <ChevronLeft size={20} aria-hidden />
            </IconButton>
            <IconButton label={t("book.later")} onPress={() => props.onFrom(month.next)}>
              <ChevronRight size={20} aria-hidden />
            </IconButton>
          </span>
        </div>
        <Grid month={month} free={free} day={day} onDay={setWanted} />
      </div>
      <div className="grid content-start gap-4">
        {day ? (
          <>
            <h3 className="text-h3 first-letter:uppercase">{formatDate(day, locale, "long")}</h3>
            <Times narrow slots={free.get(day) ?? []} zone={zone} flow={props.flow} onPick={props.onPick} />
          </>
        ) : (
          <EmptyState>{t("book.noneInMonth")}</EmptyState>
        )}
      </div>
    </div>
  );
}

function Grid(props: {
  month: ReturnType<typeof monthOf>;
  free: Map<string, SlotView[]>;
  day: string | undefined;
  onDay: (day: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { days, lead } = props.month;
  const sunday = startOfWeek(days[0] ?? "");
  const week = [0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(sunday, offset));
  return (
    <div className="grid gap-1">
      <div aria-hidden className="grid grid-cols-7 gap-1 text-center text-caption font-semibold text-ink-2 capitalize">
        {week.map((one) => (
          <span key={one}>{formatDate(one, locale, "weekdayShort")}</span>
        ))}
      </div>
      <fieldset aria-label={t("book.days")} className="m-0 grid grid-cols-7 gap-1 border-0 p-0">
        {week.slice(0, lead).map((one) => (
          <span key={one} aria-hidden />
        ))}
        {days.map((one) => {
          const none = !props.free.has(one);
          const words = formatDate(one, locale, "long");
          return (
            <Press
              key={one}
              isDisabled={none}
              pressed={one === props.day}
              label={none ? t("book.dayNone", { day: words }) : words}
              onPress={() => props.onDay(one)}
              className={cx(
                "tnum min-h-12 rounded-control border-[1.5px]",
                none && "border-transparent text-ink-3",
                !none &&
                  (one === props.day
                    ? "border-accent bg-accent-soft font-semibold text-accent-soft-ink"
                    : "cursor-pointer border-control bg-surface font-semibold hover:bg-accent-soft"),
              )}
            >
              {formatDate(one, locale, "number")}
            </Press>
          );
        })}
      </fieldset>
    </div>
  );
}
