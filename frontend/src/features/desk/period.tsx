import { type ReactNode, useState } from "react";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { addDays, daysBetween } from "@/lib/time";
import { TextField } from "@/ui/fields";

/** From one day to another, the last 30 to begin with; what is counted stands below while the days make sense. */
export function Period(props: {
  /** As many days as one table covers. */
  longest: number;
  children: (from: string, until: string) => ReactNode;
}) {
  const t = useT();
  const { today } = centerBoot();
  const [from, setFrom] = useState(addDays(today, -29));
  const [until, setUntil] = useState(today);
  const days = from && until ? daysBetween(from, until) + 1 : 0;
  return (
    <>
      <div className="grid max-w-xl gap-4 sm:grid-cols-2">
        <TextField type="date" label={t("staff.period.from")} max={until || today} value={from} onChange={setFrom} />
        <TextField type="date" label={t("staff.period.until")} min={from} value={until} onChange={setUntil} />
      </div>
      {days >= 1 && days <= props.longest ? (
        props.children(from, until)
      ) : (
        <p role="status" className="measure text-ink-2">
          {t("staff.period.wrong", { count: props.longest })}
        </p>
      )}
    </>
  );
}
