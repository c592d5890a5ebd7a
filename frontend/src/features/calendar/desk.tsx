import { useRef, useState } from "react";
import { may } from "@/api/boot";
import type { SessionView } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { formatClock, formatDate, instantOf, timeOfMinutes } from "@/lib/time";
import { ButtonLink } from "@/ui";
import { Popover } from "@/ui/overlay";
import { type dayModels, nowOn } from "./days";
import { type Drop, DropDialog } from "./drop-dialog";
import { Grid, type Slot } from "./grid";
import { type Cursor, firstFree } from "./layout";
import { QuickBook } from "./quick-book";
import { type CalendarSearch, seesOthers } from "./search";

type DeskProps = {
  own: boolean;
  who: string;
  onSearch: (change: Partial<CalendarSearch>, replace?: boolean) => void;
  days: ReturnType<typeof dayModels>;
  dates: readonly string[];
  zone: string;
  date: string;
  canBook: boolean;
  counselorId: string;
  onOpen: (session: SessionView) => void;
};

/** The grid with what opens over it: the booking popover and the question after a drop. */
export function Desk(props: DeskProps) {
  const t = useT();
  const { dates, zone, date, onSearch } = props;
  const [cursor, setCursor] = useState<Cursor>(() => firstFree(props.days, date, nowOn(zone)));
  const [slot, setSlot] = useState<Slot | null>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const anchor = useRef<HTMLElement>(null);
  // A cursor that is not on screen would leave the grid without a way in.
  const shown = dates.includes(cursor.date)
    ? cursor
    : { ...cursor, date: dates.includes(date) ? date : (dates[0] ?? date) };

  function moveTo(next: Cursor) {
    setCursor(next);
    if (!dates.includes(next.date)) onSearch({ date: next.date }, true);
  }
  function openSlot(next: Slot) {
    if (!props.canBook || next.state === "past") return;
    anchor.current = next.element;
    setSlot(next);
  }
  async function dropped(session: SessionView, to: Cursor) {
    setDrop({ session, startsAt: await instantOf(`${to.date}T${timeOfMinutes(to.from)}`, zone) });
  }
  const close = () => {
    setSlot(null);
    anchor.current?.focus();
  };
  return (
    <>
      <Grid
        days={props.days}
        zone={zone}
        today={nowOn(zone).date}
        below={seesOthers()}
        label={t("staff.cal.gridLabel")}
        cursor={shown}
        onCursor={moveTo}
        onSlot={openSlot}
        onOpen={props.onOpen}
        onMove={props.canBook ? (session, to) => void dropped(session, to) : undefined}
      />
      <p className="text-small text-ink-2 max-md:hidden">{t("staff.cal.keys")}</p>
      <Popover
        label={t("staff.book.title")}
        triggerRef={anchor}
        isOpen={slot !== null}
        onOpenChange={(isOpen) => !isOpen && setSlot(null)}
        placement="right top"
        className="w-[360px] max-w-[calc(100vw-2rem)]"
      >
        {slot && <SlotDeeds {...props} slot={slot} onDone={close} />}
      </Popover>
      {drop && <DropDialog key={drop.startsAt} drop={drop} zone={zone} onClose={() => setDrop(null)} />}
    </>
  );
}

/** What can be done about a pressed time: book it, or open the hours where there are none. */
function SlotDeeds(props: DeskProps & { slot: Slot; onDone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { slot } = props;
  if (slot.state === "outside" || slot.state === "off") {
    return (
      <div className="grid gap-3">
        <h2 className="text-h2">
          {formatDate(slot.date, locale)}, {formatClock(timeOfMinutes(slot.from), locale)}
        </h2>
        <p className="text-ink-2">{t(slot.state === "off" ? "staff.cal.offText" : "staff.cal.outsideText")}</p>
        {(props.own ? may("MANAGE_OWN_HOURS") : may("MANAGE_ALL_HOURS")) && (
          <ButtonLink variant="soft" to="/availability" search={props.own ? {} : { who: props.who }}>
            {t(props.own ? "staff.cal.toHours" : "staff.cal.toTheirHours")}
          </ButtonLink>
        )}
      </div>
    );
  }
  return (
    <QuickBook
      key={`${slot.date}-${slot.from}`}
      counselorId={props.counselorId}
      zone={props.zone}
      date={slot.date}
      time={timeOfMinutes(slot.from)}
      onDone={props.onDone}
    />
  );
}
