import { useSuspenseQuery } from "@tanstack/react-query";
import { CalendarSearch, ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { SessionPlace } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { addDays, dateInZone, daysBetween, formatDate, formatTime, formatTimeRange, zoneName } from "@/lib/time";
import { useMedia } from "@/lib/use-media";
import { Button, EmptyState, IconButton, Notice, Section, Skeleton } from "@/ui";
import { Press } from "@/ui/press";
import { byDate, type Flow, type SlotView, withChosen } from "./flow";
import { MonthDays } from "./month-days";
import { nextSlots, type SlotsOf, slotsFrom, slotsOf } from "./queries";
import { zoneToName } from "./session";
import { slotClass, Times } from "./times";

type PickerProps = SlotsOf & {
  place: SessionPlace;
  /** The zone that the times are shown in. */
  zone: string;
  today: string;
  flow: Flow;
  onPick: (slot: SlotView) => void;
  /** Where there is room, the days of a month instead of two weeks. */
  month?: boolean;
  /** A session that is to move: the days around it are open from the start. */
  near?: string;
};

function LargeSlot(props: { slot: SlotView; zone: string; place: SessionPlace; chosen: boolean; onPick: () => void }) {
  const t = useT();
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
      <span className="text-small opacity-80">
        {t(props.place === "ONLINE" ? "session.online" : "session.inPerson")}
      </span>
    </Press>
  );
}

function Next(props: PickerProps) {
  const t = useT();
  const { data } = useSuspenseQuery(nextSlots(slotsOf(props), props.today));
  const shown = useRef(data);
  const slots = withChosen(data, shown.current, props.flow.slot);
  useEffect(() => {
    shown.current = slots;
  }, [slots]);
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

function MoreDays(props: PickerProps & { from: string; onFrom: (date: string) => void }) {
  const t = useT();
  const locale = useLocale();
  const { zone, from, today } = props;
  const { data } = useSuspenseQuery(slotsFrom(slotsOf(props), from, 14));
  const days = useMemo(() => Array.from({ length: 14 }, (_, offset) => addDays(from, offset)), [from]);
  const free = useMemo(() => byDate(data, (slot) => dateInZone(slot.startsAt, zone)), [data, zone]);
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
  const [from, setFrom] = useState<string | undefined>(props.near);
  const days = useRef<HTMLFieldSetElement>(null);
  const roomy = useMedia("(min-width: 64rem)") && props.month;
  const Days = roomy ? MonthDays : MoreDays;
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
        <fieldset
          ref={days}
          tabIndex={-1}
          aria-label={t("book.more")}
          className="m-0 min-w-0 border-0 p-0 outline-none"
        >
          <Section loading={<Skeleton className="h-40 w-full rounded-card" />}>
            <Days {...props} from={from} onFrom={setFrom} />
          </Section>
        </fieldset>
      ) : (
        <Button
          variant="secondary"
          onPress={() => {
            // The button is gone then: whoever pressed it goes on in the days.
            flushSync(() => setFrom(props.today));
            days.current?.focus();
          }}
        >
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
