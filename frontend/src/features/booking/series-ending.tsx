import { type Ending, endingFault, lastDay } from "@/features/series/plan";
import { useT } from "@/i18n";
import { addDays } from "@/lib/time";
import { NativeSelect, Segmented, TextField } from "@/ui/fields";

const counts = [2, 3, 4, 6, 8, 10, 12, 26];

/** So many times, or until a day. */
export function SeriesEnding(props: { first: string; ending: Ending; onEnding: (ending: Ending) => void }) {
  const t = useT();
  const { first, ending, onEnding } = props;
  const fault = endingFault(ending, first);
  function choose(by: string) {
    // A day to begin with: what is found there can be looked at without typing.
    if (by === "until") onEnding({ ...ending, by, until: ending.until || addDays(first, 56) });
    else onEnding({ ...ending, by: "count" });
  }
  return (
    <>
      <Segmented
        label={t("mySeries.ends")}
        value={ending.by}
        onChange={choose}
        options={[
          { id: "count", label: t("mySeries.ends.count") },
          { id: "until", label: t("mySeries.ends.until") },
        ]}
      />
      {ending.by === "count" ? (
        <NativeSelect
          id="series-count"
          className="sm:max-w-64"
          label={t("mySeries.count")}
          value={ending.count}
          onChange={(count) => onEnding({ ...ending, count })}
          options={counts.map((one) => ({ id: String(one), label: t("mySeries.times", { count: one }) }))}
        />
      ) : (
        <TextField
          type="date"
          className="max-w-64"
          min={addDays(first, 1)}
          max={lastDay(first)}
          label={t("mySeries.until")}
          value={ending.until}
          error={fault && t(fault === "far" ? "mySeries.untilFar" : "mySeries.untilFault")}
          onChange={(until) => onEnding({ ...ending, until })}
        />
      )}
    </>
  );
}
