import { Copy, Plus, X } from "lucide-react";
import { type Dispatch, useRef, useState } from "react";
import type { Weekday } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { addDays, formatClock, formatDate, startOfWeek } from "@/lib/time";
import { Button, Card, IconButton } from "@/ui";
import { CheckboxGroup, Switch, TextField } from "@/ui/fields";
import { Popover } from "@/ui/overlay";
import { type Day, type Draft, type Edit, faults, isOvernight, type Range, weekdays } from "./model";

const aSunday = startOfWeek("2026-01-07", 0);

/** The names of weekdays in the reader's language. */
export function useWeekdayName(): (weekday: Weekday) => string {
  const locale = useLocale();
  return (weekday) => {
    const name = formatDate(addDays(aSunday, weekdays.indexOf(weekday)), locale, "weekday");
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  };
}

const faultIds = {
  time: "staff.hours.faultTime",
  empty: "staff.hours.faultEmpty",
  overlap: "staff.hours.faultOverlap",
} as const;

/** From and until of one range, typed; what is wrong stands beside it. */
export function RangeFields(props: {
  range: Range;
  name: string;
  fault?: keyof typeof faultIds;
  onChange: (range: Range) => void;
  onRemove: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { range, name } = props;
  return (
    <div className="grid gap-1">
      <div className="flex items-center gap-1.5">
        <TextField
          hideLabel
          type="time"
          className="min-w-0 max-w-[8.25rem] flex-1"
          label={t("staff.hours.from", { name })}
          value={range.from}
          onChange={(from) => props.onChange({ ...range, from })}
        />
        <span aria-hidden className="text-ink-2">
          –
        </span>
        <TextField
          hideLabel
          type="time"
          className="min-w-0 max-w-[8.25rem] flex-1"
          label={t("staff.hours.until", { name })}
          value={range.until}
          onChange={(until) => props.onChange({ ...range, until })}
        />
        <IconButton label={t("staff.hours.remove", { name })} className="text-ink-2" onPress={props.onRemove}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {props.fault ? (
        <p role="alert" className="text-small font-semibold text-rose">
          {t(faultIds[props.fault])}
        </p>
      ) : (
        isOvernight(range) && (
          <p className="text-small text-ink-2">
            {t("staff.hours.overnight", { time: formatClock(range.until, locale) })}
          </p>
        )
      )}
    </div>
  );
}

export function WeekEditor(props: { draft: Draft; dispatch: Dispatch<Edit> }) {
  const t = useT();
  return (
    <Card labelledBy="week">
      <h2 id="week" className="mb-1 text-h2">
        {t("staff.hours.week")}
      </h2>
      <ul className="m-0 list-none divide-y divide-line p-0">
        {props.draft.days.map((day) => (
          <DayRow key={day.weekday} day={day} dispatch={props.dispatch} />
        ))}
      </ul>
    </Card>
  );
}

function DayRow({ day, dispatch }: { day: Day; dispatch: Dispatch<Edit> }) {
  const t = useT();
  const { weekday } = day;
  const name = useWeekdayName()(weekday);
  const wrong = faults(day.ranges);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 py-2 sm:grid-cols-[9.5rem_minmax(0,1fr)_auto] sm:gap-x-4">
      <div className="self-start">
        <Switch label={name} isSelected={day.on} onChange={(on) => dispatch({ type: "toggle", weekday, on })} />
      </div>
      {day.on ? (
        <div className="col-span-2 row-start-2 grid content-start gap-2 sm:col-span-1 sm:row-start-auto">
          {day.ranges.map((range, index) => (
            <RangeFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a range is its place in the day
              key={index}
              range={range}
              name={day.ranges.length > 1 ? `${name} ${index + 1}` : name}
              fault={wrong.get(index)}
              onChange={(next) => dispatch({ type: "range", weekday, index, range: next })}
              onRemove={() => dispatch({ type: "remove", weekday, index })}
            />
          ))}
        </div>
      ) : (
        <p className="hidden self-center text-ink-3 sm:block">{t("staff.hours.off")}</p>
      )}
      <div className="col-start-2 row-start-1 grid grid-cols-2 items-start sm:col-start-3">
        <IconButton label={t("staff.hours.add", { name })} onPress={() => dispatch({ type: "add", weekday })}>
          <Plus size={18} aria-hidden />
        </IconButton>
        {day.on && <CopyDay day={day} name={name} dispatch={dispatch} />}
      </div>
    </li>
  );
}

function CopyDay(props: { day: Day; name: string; dispatch: Dispatch<Edit> }) {
  const t = useT();
  const nameOf = useWeekdayName();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState<string[]>([]);
  const others = weekdays.filter((weekday) => weekday !== props.day.weekday);
  const workdays = others.filter((weekday) => weekday !== "SATURDAY" && weekday !== "SUNDAY");
  return (
    <>
      <IconButton
        ref={button}
        label={t("staff.hours.copy", { name: props.name })}
        onPress={() => {
          setTo(workdays);
          setOpen(true);
        }}
      >
        <Copy size={18} aria-hidden />
      </IconButton>
      <Popover
        label={t("staff.hours.copy", { name: props.name })}
        triggerRef={button}
        isOpen={open}
        onOpenChange={setOpen}
        placement="bottom end"
      >
        <div className="grid gap-3">
          <CheckboxGroup
            label={t("staff.hours.copyTo")}
            value={to}
            onChange={setTo}
            options={others.map((weekday) => ({ id: weekday, label: nameOf(weekday) }))}
          />
          <Button
            onPress={() => {
              props.dispatch({ type: "copy", from: props.day.weekday, to: to as Weekday[] });
              setOpen(false);
            }}
          >
            {t("staff.hours.copyNow")}
          </Button>
        </div>
      </Popover>
    </>
  );
}
