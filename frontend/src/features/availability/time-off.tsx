import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import * as v from "valibot";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { counselors } from "@/features/calendar/queries";
import { useCoverAbsence } from "@/features/covering/deeds";
import { CoveringLink } from "@/features/covering/link";
import { unmask } from "@/gql";
import type { AvailabilityPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { addDays, formatClock, formatDate, formatWhen, isPast } from "@/lib/time";
import { Button, Card, ErrorNotice, IconButton, Notice, TextLink } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormSwitch } from "@/ui/form-switch";
import { toast } from "@/ui/toaster";
import { useAddTimeOff, useRemoveTimeOff } from "./actions";

type TimeOff = AvailabilityPartsFragment["timeOff"][number];

/** "Mon, Dec 21 – Fri, Jan 1" for whole days, else with times. */
function useSpanWords(): (off: TimeOff) => string {
  const locale = useLocale();
  return ({ localStart, localEnd }) => {
    const [startDate = "", startTime = ""] = localStart.split("T");
    const [endDate = "", endTime = ""] = localEnd.split("T");
    if (startTime.startsWith("00:00") && endTime.startsWith("00:00")) {
      const last = addDays(endDate, -1);
      const from = formatDate(startDate, locale);
      return last === startDate ? from : `${from} – ${formatDate(last, locale)}`;
    }
    const end = formatClock(endTime.slice(0, 5), locale);
    const start = `${formatDate(startDate, locale)}, ${formatClock(startTime.slice(0, 5), locale)}`;
    return startDate === endDate ? `${start} – ${end}` : `${start} – ${formatDate(endDate, locale)}, ${end}`;
  };
}

/** Days or hours away. Saved at once; sessions inside stay until somebody moves or cancels them. */
export function TimeOffCard(props: { availability: AvailabilityPartsFragment; today: string }) {
  const t = useT();
  const words = useSpanWords();
  const remove = useRemoveTimeOff();
  const [removing, setRemoving] = useState<string>();
  const { availability } = props;
  const coming = availability.timeOff.filter((off) => !isPast(off.endsAt));
  const problem = remove.problems[0];
  return (
    <Card labelledBy="time-off" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div>
        <h2 id="time-off" className="text-h2">
          {t("staff.off.title")}
        </h2>
        <p className="text-small text-ink-2">{t("staff.off.text")}</p>
      </div>
      {coming.length > 0 && (
        <TextLink to="/covering" search={{}} className="justify-self-start text-small">
          {t("desk.cover.toAll")}
        </TextLink>
      )}
      {remove.error && <ErrorNotice error={remove.error} />}
      {problem && <Notice tone="attention">{problem.message}</Notice>}
      {coming.length > 0 && (
        <ul className="m-0 list-none divide-y divide-line p-0">
          {coming.map((off) => (
            <li key={off.id} className="flex items-center justify-between gap-3 py-1.5">
              <span className="grid min-w-0">
                <span className="tnum">{words(off)}</span>
                <CoveringLink timeOffId={off.id} span={words(off)} />
              </span>
              <IconButton
                label={t("staff.off.remove", { span: words(off) })}
                className="text-ink-2"
                pending={remove.pending && removing === off.id && t("staff.off.removing")}
                onPress={() => {
                  setRemoving(off.id);
                  void remove.run({ timeOffId: off.id }).then((outcome) => outcome.ok && toast(t("staff.off.removed")));
                }}
              >
                <Trash2 size={18} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <AddTimeOffForm counselorId={availability.counselor.id} today={props.today} zone={availability.zone} />
    </Card>
  );
}

type Values = {
  firstDay: string;
  lastDay: string;
  localStart: string;
  localEnd: string;
  asks: boolean;
  backupId: string;
};

/** Saves a time off, with or without asking whoever had a session in it. */
function useAdd(props: { counselorId: string }) {
  const t = useT();
  const add = useAddTimeOff();
  const cover = useCoverAbsence();
  const keyOf = useAttemptKey();
  const [affected, setAffected] = useState<readonly SessionView[]>([]);
  const day = v.pipe(v.string(), v.nonEmpty(t("staff.hours.dateMissing")));
  const form = useServerForm<Values>({
    schema: v.object({
      firstDay: day,
      lastDay: v.string(),
      localStart: v.string(),
      localEnd: v.string(),
      asks: v.boolean(),
      backupId: v.string(),
    }),
    values: { firstDay: "", lastDay: "", localStart: "", localEnd: "", asks: false, backupId: "" },
  });
  async function save(values: Values) {
    const lastDay = values.lastDay || values.firstDay;
    const span = {
      counselorId: props.counselorId,
      localStart: `${values.firstDay}T${values.localStart || "00:00"}`,
      localEnd: values.localEnd ? `${lastDay}T${values.localEnd}` : `${addDays(lastDay, 1)}T00:00`,
    };
    if (values.asks) {
      const wanted = { ...span, backupId: values.backupId || null };
      const outcome = await cover.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
      if (!form.take(outcome) || !outcome.ok) return;
      setAffected([]);
      toast(t("desk.cover.asked", { count: outcome.payload.covering?.answers.length ?? 0 }));
    } else {
      const outcome = await add.run({ input: { ...span, clientMutationId: keyOf(span) } });
      if (!form.take(outcome) || !outcome.ok) return;
      setAffected(outcome.payload.affectedSessions.map((session) => unmask(SessionParts, session)));
      toast(t("staff.off.added"));
    }
    form.form.reset();
  }
  return { form, save, affected, pending: add.pending || cover.pending };
}

function AddTimeOffForm(props: { counselorId: string; today: string; zone: string }) {
  const t = useT();
  const { form, save, affected, pending } = useAdd(props);
  const asks = form.form.watch("asks");
  return (
    <>
      {affected.length > 0 && <Affected sessions={affected} zone={props.zone} />}
      <Form form={form} onSubmit={save} className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">
          <FormText name="firstDay" type="date" min={props.today} label={t("staff.off.firstDay")} />
          <FormText
            name="lastDay"
            type="date"
            min={props.today}
            label={`${t("staff.off.lastDay")} (${t("form.optional")})`}
          />
        </div>
        <div className="grid grid-cols-2 gap-3">
          <FormText name="localStart" type="time" label={`${t("staff.off.from")} (${t("form.optional")})`} />
          <FormText name="localEnd" type="time" label={`${t("staff.off.until")} (${t("form.optional")})`} />
        </div>
        <FormSwitch name="asks" label={t("desk.cover.add")} hint={t("desk.cover.addHint")} />
        {asks && <BackupField counselorId={props.counselorId} />}
        <Button type="submit" variant="secondary" className="justify-self-start" pending={pending && t("form.saving")}>
          {t("staff.off.add")}
        </Button>
      </Form>
    </>
  );
}

function BackupField(props: { counselorId: string }) {
  const t = useT();
  const { data } = useQuery(counselors);
  const others = (data?.counselors ?? []).filter((one) => one.id !== props.counselorId);
  return (
    <FormNativeSelect
      name="backupId"
      label={t("desk.cover.backupField")}
      options={[{ id: "", label: t("desk.cover.nobody") }, ...others.map((one) => ({ id: one.id, label: one.name }))]}
    />
  );
}

/** Booked sessions that a change of hours meets: to look at. */
export function Affected(props: { sessions: readonly SessionView[]; zone: string }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Notice tone="attention" live title={t("staff.off.affected", { count: props.sessions.length })}>
      <p>{t("staff.off.affectedText")}</p>
      <ul className="m-0 mt-2 grid list-none gap-1 p-0">
        {props.sessions.map((session) => (
          <li key={session.id}>
            <TextLink className="text-current" to="/sessions/$id" params={{ id: session.id }}>
              {formatWhen(session.startsAt, props.zone, locale)}, {session.client.name}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
