import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarSearch, ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import {
  addDays,
  dateInZone,
  dayHalf,
  daysBetween,
  formatDate,
  formatTime,
  formatTimeRange,
  wallClock,
  zoneName,
} from "@/lib/time";
import { Button, EmptyState, IconButton, Notice, Section, Skeleton } from "@/ui";
import { Press } from "@/ui/press";
import { byDate, type Flow, type SlotView } from "./flow";
import { nextSlots, slotsFrom } from "./queries";
import { zoneToName } from "./session";

type PickerProps = {
  counselorId: string;
  minutes: number;
  /** The zone that the times are shown in. */
  zone: string;
  today: string;
  flow: Flow;
  onPick: (slot: SlotView) => void;
  place: string;
};

const slotClass = (chosen: boolean) =>
  cx(
    "cursor-pointer rounded-control border-[1.5px] text-left transition-colors duration-120 ease-calm",
    chosen
      ? "border-accent bg-accent-soft text-accent-soft-ink"
      : "border-control bg-surface text-ink hover:border-accent hover:bg-accent-soft",
  );

function LargeSlot(props: { slot: SlotView; zone: string; place: string; chosen: boolean; onPick: () => void }) {
  const locale = useLocale();
  const { slot, zone } = props;
  return (
    <Press
      onPress={props.onPick}
      pressed={props.chosen}
      className={cx(slotClass(props.chosen), "flex min-h-16 w-full items-center justify-between gap-3 px-4 py-2.5")}
    >
      <span className="grid">
        <span className="font-semibold first-letter:uppercase">
          {formatDate(dateInZone(slot.startsAt, zone), locale)}
        </span>
        <span className="tnum text-small">{formatTimeRange(slot.startsAt, slot.endsAt, zone, locale)}</span>
      </span>
      <span className="text-small opacity-80">{props.place}</span>
    </Press>
  );
}

function Next(props: PickerProps) {
  const t = useT();
  const { data } = useSuspenseQuery(nextSlots(props.counselorId, props.minutes));
  const slots = data.nextSlots;
  if (!slots.length) return <EmptyState icon={<CalendarSearch size={22} />}>{t("book.noneSoon")}</EmptyState>;
  return <LargeSlots {...props} slots={slots} label={t("book.next")} />;
}

function LargeSlots(props: PickerProps & { slots: readonly SlotView[]; label: string }) {
  return (
    <ul aria-label={props.label} className="m-0 grid list-none gap-2 p-0">
      {props.slots.map((slot) => (
        <li key={slot.startsAt}>
          <LargeSlot
            slot={slot}
            zone={props.zone}
            place={props.place}
            chosen={props.flow.slot?.startsAt === slot.startsAt}
            onPick={() => props.onPick(slot)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Fourteen days as chips; a day without times says so and cannot be chosen. */
function DayStrip(props: {
  days: readonly string[];
  free: Map<string, SlotView[]>;
  day: string;
  onDay: (day: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  return (
    <div className="-mx-4 overflow-x-auto px-4 py-1 md:mx-0 md:px-1">
      <fieldset aria-label={t("book.days")} className="m-0 flex border-0 p-0 gap-2 md:grid md:grid-cols-7">
        {props.days.map((day) => {
          const none = !props.free.has(day);
          const words = formatDate(day, locale, "long");
          return (
            <Press
              key={day}
              isDisabled={none}
              pressed={day === props.day}
              label={none ? t("book.dayNone", { day: words }) : words}
              onPress={() => props.onDay(day)}
              className={cx(
                "grid min-h-16 min-w-14 flex-none content-center justify-items-center rounded-control border-[1.5px] px-1",
                none && "border-line border-dashed bg-transparent text-ink-3",
                !none &&
                  (day === props.day
                    ? "border-accent bg-accent-soft text-accent-soft-ink"
                    : "cursor-pointer border-control bg-surface hover:bg-accent-soft"),
              )}
            >
              <span className="text-caption font-semibold capitalize">{formatDate(day, locale, "weekdayShort")}</span>
              <span className="tnum text-h3">{formatDate(day, locale, "number")}</span>
              {none && <span className="text-caption leading-3">{t("book.none")}</span>}
            </Press>
          );
        })}
      </fieldset>
    </div>
  );
}

const halves = ["morning", "afternoon", "evening"] as const;

function Times(props: PickerProps & { slots: readonly SlotView[] }) {
  const t = useT();
  const locale = useLocale();
  const timeOf = (slot: SlotView) => wallClock(slot.startsAt, props.zone).time;
  return halves.map((half) => {
    const slots = props.slots.filter((slot) => dayHalf(timeOf(slot)) === half);
    if (!slots.length) return null;
    return (
      <section key={half} aria-labelledby={`times-${half}`} className="grid gap-2">
        <h3 id={`times-${half}`} className="text-small font-semibold text-ink-2">
          {t(`book.${half}`)}
        </h3>
        <ul className="m-0 grid list-none grid-cols-2 gap-2 p-0 md:grid-cols-4">
          {slots.map((slot) => {
            const chosen = props.flow.slot?.startsAt === slot.startsAt;
            return (
              <li key={slot.startsAt}>
                <Press
                  pressed={chosen}
                  onPress={() => props.onPick(slot)}
                  className={cx(slotClass(chosen), "tnum min-h-12 w-full px-3 text-center font-semibold")}
                >
                  {formatTime(slot.startsAt, props.zone, locale)}
                </Press>
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
}

function MoreDays(props: PickerProps & { from: string; onFrom: (date: string) => void }) {
  const t = useT();
  const locale = useLocale();
  const { counselorId, minutes, zone, from, today } = props;
  const { data } = useSuspenseQuery(slotsFrom(counselorId, from, minutes));
  const days = useMemo(() => Array.from({ length: 14 }, (_, offset) => addDays(from, offset)), [from]);
  const free = useMemo(() => byDate(data.slots, (slot) => dateInZone(slot.startsAt, zone)), [data.slots, zone]);
  const [wanted, setWanted] = useState<string>();
  const earlier = daysBetween(today, from) > 14 ? addDays(from, -14) : today;
  const first = days.find((day) => free.has(day));
  const day = wanted && free.has(wanted) ? wanted : first;
  return (
    <div className="grid gap-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-h2 first-letter:uppercase">{formatDate(day ?? from, locale, "long")}</h2>
        <span className="flex">
          <IconButton label={t("book.earlier")} isDisabled={from <= today} onPress={() => props.onFrom(earlier)}>
            <ChevronLeft size={20} aria-hidden />
          </IconButton>
          <IconButton label={t("book.later")} onPress={() => props.onFrom(addDays(from, 14))}>
            <ChevronRight size={20} aria-hidden />
          </IconButton>
        </span>
      </div>
      <DayStrip days={days} free={free} day={day ?? ""} onDay={setWanted} />
      {day ? <Times {...props} slots={free.get(day) ?? []} /> : <EmptyState>{t("book.noneInDays")}</EmptyState>}
    </div>
  );
}

/** Times to choose from: the next good ones first, then days. A taken time is answered with the closest free ones. */
export function SlotPicker(props: PickerProps) {
  const t = useT();
  const locale = useLocale();
  const [from, setFrom] = useState<string>();
  const { taken } = props.flow;
  const named = props.flow.slot
    ? zoneToName(props.flow.slot.startsAt, props.zone)
    : zoneToName(`${props.today}T17:00:00Z`, props.zone);
  return (
    <div className="grid gap-5">
      {named && <p className="text-small text-ink-2">{t("session.zone", { zone: zoneName(named, locale) })}</p>}
      {taken && (
        <div className="grid gap-3">
          <Notice tone="attention" live>
            {t(taken.alternatives.length ? "book.taken" : "book.takenNone", {
              time: formatTime(taken.slot.startsAt, props.zone, locale),
            })}
          </Notice>
          <LargeSlots {...props} slots={taken.alternatives} label={t("book.closest")} />
        </div>
      )}
      {!taken && (
        <Section loading={<Waiting />}>
          <Next {...props} />
        </Section>
      )}
      {from ? (
        <Section loading={<Skeleton className="h-40 w-full rounded-card" />}>
          <MoreDays {...props} from={from} onFrom={setFrom} />
        </Section>
      ) : (
        <Button variant="secondary" onPress={() => setFrom(props.today)}>
          {t("book.more")}
        </Button>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div className="grid gap-2">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
