import type { Dispatch } from "react";
import { useT } from "@/i18n";
import { useZoneOptions } from "@/lib/use-zone-options";
import { Card } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import type { Draft, Edit, Limits, Numbers } from "./model";

const choices: Record<Numbers, readonly number[]> = {
  bufferBefore: [0, 5, 10, 15, 20, 30, 45, 60],
  bufferAfter: [0, 5, 10, 15, 20, 30, 45, 60],
  slotStep: [10, 15, 20, 30, 60],
  minimumNotice: [0, 60, 120, 240, 720, 1440, 2880, 10_080],
  horizonDays: [7, 14, 30, 60, 90, 180, 365],
};

type Props = { draft: Draft; dispatch: Dispatch<Edit>; problems: Record<string, string> };

/** One number with the usual choices; an unusual one that is stored is among them. */
function NumberSelect(props: Props & { field: Numbers; label: string }) {
  const t = useT();
  const { draft, field } = props;
  const words = (count: number) => {
    if (field === "horizonDays") return t("staff.hours.days", { count });
    if (count === 0) return t("staff.hours.none");
    if (count % 1440 === 0) return t("staff.hours.days", { count: count / 1440 });
    return count % 60 === 0 ? t("staff.hours.hours", { count: count / 60 }) : t("session.minutes", { minutes: count });
  };
  const known = [...new Set([draft[field], ...choices[field]])].sort((a, b) => a - b);
  return (
    <NativeSelect
      id={field}
      label={props.label}
      error={props.problems[field]}
      value={String(draft[field])}
      onChange={(value) => props.dispatch({ type: "number", field, value: Number(value) })}
      options={known.map((one) => ({ id: String(one), label: words(one) }))}
    />
  );
}

/** How many sessions clients can book in a day or a week; staff can go over it. */
function LimitSelect(props: Props & { field: Limits; most: number; label: string }) {
  const t = useT();
  const { draft, field } = props;
  const value = draft[field];
  const known = Array.from({ length: Math.max(props.most, value ?? 0) }, (_, index) => index + 1);
  return (
    <NativeSelect
      id={field}
      label={props.label}
      error={props.problems[field]}
      value={value === null ? "" : String(value)}
      onChange={(next) => props.dispatch({ type: "limit", field, value: next === "" ? null : Number(next) })}
      options={[
        { id: "", label: t("desk.hours.limits") },
        ...known.map((one) => ({ id: String(one), label: String(one) })),
      ]}
    />
  );
}

/** What holds for all days: free time around sessions, how early and how far ahead clients book, where. */
export function RulesCard(props: Props) {
  const t = useT();
  const { draft, dispatch, problems } = props;
  const zoneOptions = useZoneOptions(draft.zone);
  return (
    <Card labelledBy="rules" className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <h2 id="rules" className="text-h2">
        {t("staff.hours.rules")}
      </h2>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <NumberSelect {...props} field="bufferBefore" label={t("staff.hours.bufferBefore")} />
        <NumberSelect {...props} field="bufferAfter" label={t("staff.hours.bufferAfter")} />
        <NumberSelect {...props} field="minimumNotice" label={t("staff.hours.minimumNotice")} />
        <NumberSelect {...props} field="horizonDays" label={t("staff.hours.horizon")} />
        <LimitSelect {...props} field="dailyLimit" most={16} label={t("desk.hours.dailyLimit")} />
        <LimitSelect {...props} field="weeklyLimit" most={60} label={t("desk.hours.weeklyLimit")} />
        <NumberSelect {...props} field="slotStep" label={t("staff.hours.slotStep")} />
        <NativeSelect
          id="zone"
          label={t("staff.hours.zone")}
          error={problems.zone}
          value={draft.zone}
          onChange={(value) => dispatch({ type: "text", field: "zone", value })}
          options={zoneOptions}
        />
      </div>
      <p className="text-small text-ink-2">{t("desk.hours.limitsHint")}</p>
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
