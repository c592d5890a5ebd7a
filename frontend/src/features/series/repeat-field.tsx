import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { NativeSelect, Segmented, TextField } from "@/ui/fields";
import { type Ending, lastDay, most, type Repeat, weekOfMonth } from "./plan";

/** How often: once, or again and again until a count or a day. */
export function RepeatField(props: {
  /** The first day. */
  date: string;
  repeat: Repeat;
  ending: Ending;
  fault?: string;
  onRepeat: (repeat: Repeat) => void;
  onEnding: (ending: Ending) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { date, repeat } = props;
  const { week } = weekOfMonth(date);
  const weekday = formatDate(date, locale, "weekday");
  return (
    <>
      <NativeSelect
        id="repeat"
        label={t("desk.repeat.label")}
        value={repeat}
        onChange={(value) => props.onRepeat(value as Repeat)}
        options={[
          { id: "NONE", label: t("desk.repeat.none") },
          { id: "WEEKLY", label: t("desk.repeat.weekly") },
          { id: "EVERY_TWO_WEEKS", label: t("desk.repeat.twoWeeks") },
          { id: "MONTHLY_BY_WEEKDAY", label: t("desk.repeat.monthly", { week: String(week), weekday }) },
        ]}
      />
      {repeat !== "NONE" && <Ends date={date} ending={props.ending} fault={props.fault} onEnding={props.onEnding} />}
    </>
  );
}

function Ends(props: { date: string; ending: Ending; fault?: string; onEnding: (ending: Ending) => void }) {
  const t = useT();
  const { date, ending, onEnding } = props;
  return (
    <div className="grid gap-3">
      <Segmented
        label={t("desk.repeat.ends")}
        value={ending.by}
        onChange={(by) => onEnding({ ...ending, by: by === "until" ? "until" : "count" })}
        options={[
          { id: "count", label: t("desk.repeat.afterCount") },
          { id: "until", label: t("desk.repeat.onDay") },
        ]}
      />
      {ending.by === "count" ? (
        <TextField
          className="max-w-36"
          type="number"
          min={2}
          max={most}
          label={t("desk.repeat.count")}
          value={ending.count}
          error={props.fault}
          onChange={(count) => onEnding({ ...ending, count })}
        />
      ) : (
        <TextField
          className="max-w-48"
          type="date"
          min={date}
          max={lastDay(date)}
          label={t("desk.repeat.until")}
          value={ending.until}
          error={props.fault}
          onChange={(until) => onEnding({ ...ending, until })}
        />
      )}
    </div>
  );
}
