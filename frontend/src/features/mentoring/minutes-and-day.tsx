import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { TextField } from "@/ui/fields";

/** How long something took, and on which day it was. */
export function MinutesAndDay(props: {
  minutes: string;
  onMinutes: (minutes: string) => void;
  heldOn: string;
  onHeldOn: (day: string) => void;
}) {
  const t = useT();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        inputMode="numeric"
        label={t("mentoring.minutesLabel")}
        value={props.minutes}
        onChange={(text) => props.onMinutes(text.replace(/\D/g, "").slice(0, 4))}
      />
      <TextField
        type="date"
        label={t("staff.hours.date")}
        max={centerBoot().today}
        value={props.heldOn}
        onChange={props.onHeldOn}
      />
    </div>
  );
}
