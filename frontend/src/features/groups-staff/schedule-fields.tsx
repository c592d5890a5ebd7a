import { useWatch } from "react-hook-form";
import { weekdays } from "@/features/groups/kinds";
import { useGroupWords } from "@/features/groups/words";
import { useT } from "@/i18n";
import { useZoneOptions } from "@/lib/use-zone-options";
import { FormNativeSelect, FormText } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { FormRadios } from "@/ui/form-radios";
import { whichs } from "./rhythm";

/** When a group meets, in plain choices: inside a form whose values are a `Schedule`. */
export function ScheduleFields(props: { zone: string }) {
  const t = useT();
  const words = useGroupWords();
  const zones = useZoneOptions(props.zone);
  const every = useWatch({ name: "every" }) as string;
  const days = weekdays.map((id) => ({ id, label: words.weekday(id) }));
  return (
    <>
      <FormRadios
        name="every"
        label={t("staff.groups.every")}
        options={(["week", "twoWeeks", "month", "once"] as const).map((id) => ({
          id,
          label: t(`staff.groups.every.${id}`),
        }))}
      />
      {(every === "week" || every === "twoWeeks") && (
        <FormCheckboxes name="days" label={t("staff.groups.days")} options={days} />
      )}
      {every === "month" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormNativeSelect
            name="which"
            label={t("staff.groups.whichWeek")}
            options={whichs.map((id) => ({ id, label: t(`staff.groups.whichWeek.${id}`) }))}
          />
          <FormNativeSelect name="day" label={t("staff.groups.weekday")} options={days} />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <FormText name="date" type="date" label={t(every === "once" ? "staff.hours.date" : "staff.groups.from")} />
        <FormText name="time" type="time" label={t("staff.cal.time")} />
        <FormText name="minutes" inputMode="numeric" label={t("staff.groups.minutes")} />
      </div>
      <FormNativeSelect name="zone" label={t("profile.zone")} options={zones} />
    </>
  );
}
