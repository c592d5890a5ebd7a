import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { GroupWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDateRange } from "@/lib/time";
import { Button } from "@/ui";
import { TextField } from "@/ui/fields";
import { StaffAddGroupBreak, StaffRemoveGroupBreak, stale } from "./deeds-group";
import { GroupLine } from "./queries-group";
import { DeedDialog, useSay } from "./say";

/** Days on which the group does not meet, such as holidays. */
export function Breaks(props: { group: GroupWholeFragment }) {
  const t = useT();
  const locale = useLocale();
  const say = useSay();
  const [adding, setAdding] = useState(false);
  const remove = useAction(StaffRemoveGroupBreak, (data) => data.removeGroupBreak, stale);
  const { breaks } = props.group;
  return (
    <section aria-labelledby="breaks" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="breaks" className="text-h2">
          {t("staff.groups.breaks")}
        </h2>
        <Button size="small" variant="secondary" onPress={() => setAdding(true)}>
          {t("staff.groups.addBreak")}
        </Button>
      </div>
      {breaks.length === 0 && <p className="text-ink-2">{t("staff.groups.noBreaks")}</p>}
      {breaks.length > 0 && (
        <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
          {breaks.map((one) => {
            const days = formatDateRange(one.from, one.until, locale);
            return (
              <li key={one.id} className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-4 py-1.5">
                <span>
                  <span className="font-semibold">{days}</span>
                  {one.reason && <span className="text-ink-2"> · {one.reason}</span>}
                </span>
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t("staff.groups.removeBreak", { days })}
                  onPress={() =>
                    void remove
                      .run({ groupBreakId: one.id })
                      .then((outcome) => say(outcome, t("staff.groups.breakRemoved")))
                  }
                >
                  {t("staff.groups.remove")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {adding && <AddBreak groupId={unmask(GroupLine, props.group).id} onClose={() => setAdding(false)} />}
    </section>
  );
}

function AddBreak(props: { groupId: string; onClose: () => void }) {
  const t = useT();
  const add = useAction(StaffAddGroupBreak, (data) => data.addGroupBreak, stale);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <DeedDialog
      title={t("staff.groups.addBreak")}
      text={t("staff.groups.breakText")}
      confirm={t("staff.groups.addBreak")}
      done={t("staff.groups.breakAdded")}
      run={async () => {
        setMissing(!from);
        if (!from) return { ok: false, payload: { problems: [] }, problems: [] };
        return add.run({ input: { groupId: props.groupId, from, until: until || from, reason } });
      }}
      onClose={props.onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          type="date"
          label={t("staff.groups.firstDay")}
          value={from}
          onChange={setFrom}
          error={missing && !from ? t("staff.hours.dateMissing") : undefined}
        />
        <TextField type="date" label={t("staff.groups.lastDay")} value={until} onChange={setUntil} />
      </div>
      <TextField
        label={`${t("staff.cancel.reason")} (${t("form.optional")})`}
        hint={t("staff.meeting.reasonHint")}
        value={reason}
        onChange={setReason}
        maxLength={120}
      />
    </DeedDialog>
  );
}
