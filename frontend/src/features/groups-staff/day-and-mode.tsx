import { modes, weekdays } from "@/features/groups/kinds";
import { useGroupWords } from "@/features/groups/words";
import type { MeetingMode, Weekday } from "@/gql/graphql";
import { useT } from "@/i18n";
import { FilterSelect } from "@/ui/filters";

type Chosen = { day?: Weekday; mode?: MeetingMode };

/** Narrows a list of meetings by day and by way of meeting. */
export function DayAndMode(props: { search: Chosen; onSearch: (change: Chosen) => void }) {
  const t = useT();
  const words = useGroupWords();
  const { search, onSearch } = props;
  return (
    <>
      <FilterSelect
        id="day"
        label={t("staff.narrow.day")}
        any={t("staff.narrow.any")}
        value={search.day}
        options={weekdays.map((id) => ({ id, label: words.weekday(id) }))}
        onChange={(day) => onSearch({ day })}
      />
      <FilterSelect
        id="mode"
        label={t("session.where")}
        any={t("staff.narrow.any")}
        value={search.mode}
        options={modes.map((id) => ({ id, label: words.mode(id) }))}
        onChange={(mode) => onSearch({ mode })}
      />
    </>
  );
}
