import { type Dispatch, useMemo } from "react";
import { useLocale, useT } from "@/i18n";
import { zoneName, zones } from "@/lib/time";
import { Card } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import type { Draft, Edit, Numbers } from "./model";

const choices: Record<Numbers, readonly number[]> = {
  bufferBefore: [0, 5, 10, 15, 20, 30, 45, 60],
  bufferAfter: [0, 5, 10, 15, 20, 30, 45, 60],
  slotStep: [10, 15, 20, 30, 60],
  minimumNotice: [0, 60, 120, 240, 720, 1440, 2880, 10_080],
  horizonDays: [7, 14, 30, 60, 90, 180, 365],
};

/** What holds for all days: free time around sessions, how early and how far ahead clients book, where. */
export function RulesCard(props: { draft: Draft; dispatch: Dispatch<Edit>; problems: Record<string, string> }) {
  const t = useT();
  const locale = useLocale();
  const { draft, dispatch, problems } = props;
  const length = (minutes: number) => {
    if (minutes === 0) return t("staff.hours.none");
    if (minutes % 1440 === 0) return t("staff.hours.days", { count: minutes / 1440 });
    return minutes % 60 === 0 ? t("staff.hours.hours", { count: minutes / 60 }) : t("session.minutes", { minutes });
  };
  const number = (field: Numbers, label: string, hint?: string) => {
    const known = choices[field].includes(draft[field])
      ? choices[field]
      : [draft[field], ...choices[field]].sort((a, b) => a - b);
    return (
      <NativeSelect
        id={field}
        label={label}
        hint={hint}
        error={problems[field]}
        value={String(draft[field])}
        onChange={(value) => dispatch({ type: "number", field, value: Number(value) })}
        options={known.map((one) => ({
          id: String(one),
          label: field === "horizonDays" ? t("staff.hours.days", { count: one }) : length(one),
        }))}
      />
    );
  };
  const zoneOptions = useMemo(
    () =>
      zones(draft.zone).map((zone) => ({
        id: zone,
        label: `${zone.replaceAll("_", " ")} (${zoneName(zone, locale)})`,
      })),
    [draft.zone, locale],
  );
  return (
    <Card labelledBy="rules" className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <h2 id="rules" className="text-h2">
        {t("staff.hours.rules")}
      </h2>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        {number("bufferBefore", t("staff.hours.bufferBefore"))}
        {number("bufferAfter", t("staff.hours.bufferAfter"))}
        {number("minimumNotice", t("staff.hours.minimumNotice"))}
        {number("horizonDays", t("staff.hours.horizon"))}
        {number("slotStep", t("staff.hours.slotStep"))}
        <NativeSelect
          id="zone"
          label={t("staff.hours.zone")}
          error={problems.zone}
          value={draft.zone}
          onChange={(value) => dispatch({ type: "text", field: "zone", value })}
          options={zoneOptions}
        />
      </div>
      <TextField
        label={`${t("staff.hours.location")} (${t("form.optional")})`}
        hint={t("staff.hours.locationHint")}
        maxLength={300}
        value={draft.location}
        error={problems.location}
        onChange={(value) => dispatch({ type: "text", field: "location", value })}
      />
      <TextField
        type="url"
        label={`${t("staff.hours.onlineLink")} (${t("form.optional")})`}
        hint={t("staff.hours.onlineLinkHint")}
        maxLength={500}
        value={draft.onlineLink}
        error={problems.onlineLink}
        onChange={(value) => dispatch({ type: "text", field: "onlineLink", value })}
      />
    </Card>
  );
}
