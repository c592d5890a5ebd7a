import { CalendarPlus, Plus, Trash2 } from "lucide-react";
import { type Dispatch, useState } from "react";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Button, Card, IconButton } from "@/ui";
import { TextField } from "@/ui/fields";
import { type Draft, type Edit, type Exception, faults, nextRange } from "./model";
import { RangeFields } from "./week";

/** Dates with hours of their own, or none. Part of what is saved together. */
export function ExceptionsEditor(props: { draft: Draft; dispatch: Dispatch<Edit>; today: string }) {
  const t = useT();
  const { draft, dispatch, today } = props;
  const [date, setDate] = useState("");
  const [fault, setFault] = useState<string>();
  const coming = draft.exceptions.filter((one) => one.date >= today);
  function add() {
    if (!date) return setFault(t("staff.hours.dateMissing"));
    if (date < today) return setFault(t("staff.hours.datePast"));
    if (draft.exceptions.some((one) => one.date === date)) return setFault(t("staff.hours.dateTwice"));
    setFault(undefined);
    dispatch({ type: "exception", date, ranges: [] });
    setDate("");
  }
  return (
    <Card labelledBy="exceptions" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div>
        <h2 id="exceptions" className="text-h2">
          {t("staff.hours.exceptions")}
        </h2>
        <p className="text-small text-ink-2">{t("staff.hours.exceptionsText")}</p>
      </div>
      {coming.length > 0 && (
        <ul className="m-0 list-none divide-y divide-line p-0">
          {coming.map((one) => (
            <ExceptionRow key={one.date} exception={one} dispatch={dispatch} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          type="date"
          className="w-48"
          label={t("staff.hours.date")}
          min={today}
          value={date}
          onChange={(next) => {
            setDate(next);
            setFault(undefined);
          }}
          error={fault}
        />
        <Button variant="secondary" icon={<CalendarPlus size={18} aria-hidden />} onPress={add}>
          {t("staff.hours.addDate")}
        </Button>
      </div>
    </Card>
  );
}

function ExceptionRow({ exception, dispatch }: { exception: Exception; dispatch: Dispatch<Edit> }) {
  const t = useT();
  const locale = useLocale();
  const { date, ranges } = exception;
  const name = formatDate(date, locale, "long");
  const wrong = faults(ranges);
  const set = (next: Exception["ranges"]) => dispatch({ type: "exception", date, ranges: next });
  return (
    <li className="grid gap-2 py-3">
      <div className="flex items-center justify-between gap-3">
        <span className="font-semibold first-letter:uppercase">{name}</span>
        <span className="flex">
          <IconButton label={t("staff.hours.add", { name })} onPress={() => set([...ranges, nextRange(ranges)])}>
            <Plus size={18} aria-hidden />
          </IconButton>
          <IconButton
            label={t("staff.hours.dropDate", { name })}
            className="text-ink-2"
            onPress={() => dispatch({ type: "dropException", date })}
          >
            <Trash2 size={18} aria-hidden />
          </IconButton>
        </span>
      </div>
      {ranges.length === 0 && <p className="text-small text-ink-2">{t("staff.hours.offThatDay")}</p>}
      {ranges.map((range, index) => (
        <RangeFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a range is its place in the day
          key={index}
          range={range}
          name={ranges.length > 1 ? `${name} ${index + 1}` : name}
          fault={wrong.get(index)}
          onChange={(next) => set(ranges.map((old, at) => (at === index ? next : old)))}
          onRemove={() => set(ranges.filter((_, at) => at !== index))}
        />
      ))}
    </li>
  );
}
