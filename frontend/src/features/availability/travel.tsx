import { Trash2 } from "lucide-react";
import { useState } from "react";
import * as v from "valibot";
import { SessionParts, type SessionView } from "@/features/booking/session";
import { unmask } from "@/gql";
import type { AvailabilityPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatDate, zoneName } from "@/lib/time";
import { useZoneOptions } from "@/lib/use-zone-options";
import { Button, Card, ErrorNotice, IconButton, Notice } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useAddTravel, useRemoveTravel } from "./actions";
import { Affected } from "./time-off";

/** Days in another zone: the hours are the same on the wall there. Saved at once; booked sessions stay. */
export function TravelCard(props: { availability: AvailabilityPartsFragment; today: string }) {
  const t = useT();
  const locale = useLocale();
  const { availability, today } = props;
  const remove = useRemoveTravel();
  const [removing, setRemoving] = useState<string>();
  const coming = availability.travel.filter((one) => one.until >= today);
  const problem = remove.problems[0];
  const days = (one: { from: string; until: string }) =>
    one.from === one.until
      ? formatDate(one.from, locale)
      : `${formatDate(one.from, locale)} – ${formatDate(one.until, locale)}`;
  return (
    <Card labelledBy="travel" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div>
        <h2 id="travel" className="text-h2">
          {t("desk.travel.title")}
        </h2>
        <p className="text-small text-ink-2">{t("desk.travel.text")}</p>
      </div>
      {remove.error && <ErrorNotice error={remove.error} />}
      {problem && <Notice tone="attention">{problem.message}</Notice>}
      {coming.length > 0 && (
        <ul className="m-0 list-none divide-y divide-line p-0">
          {coming.map((one) => (
            <li key={one.id} className="flex items-center justify-between gap-3 py-1.5">
              <span className="grid min-w-0">
                <span className="tnum">{days(one)}</span>
                <span className="text-small text-ink-2">{zoneName(one.zone, locale)}</span>
              </span>
              <IconButton
                label={t("desk.travel.remove", { span: days(one) })}
                className="text-ink-2"
                pending={remove.pending && removing === one.id && t("desk.travel.removing")}
                onPress={() => {
                  setRemoving(one.id);
                  void remove
                    .run({ travelZoneId: one.id })
                    .then((outcome) => outcome.ok && toast(t("desk.travel.removed")));
                }}
              >
                <Trash2 size={18} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <AddTravelForm availability={availability} today={today} />
    </Card>
  );
}

type Values = { from: string; until: string; zone: string };

function AddTravelForm({ availability, today }: { availability: AvailabilityPartsFragment; today: string }) {
  const t = useT();
  const add = useAddTravel();
  const keyOf = useAttemptKey();
  const zones = useZoneOptions(availability.zone);
  const [affected, setAffected] = useState<readonly SessionView[]>([]);
  const day = v.pipe(v.string(), v.nonEmpty(t("staff.hours.dateMissing")));
  const form = useServerForm<Values>({
    schema: v.pipe(
      v.object({ from: day, until: day, zone: v.string() }),
      v.forward(
        v.partialCheck([["from"], ["until"]], (given) => given.until >= given.from, t("desk.travel.untilFault")),
        ["until"],
      ),
    ),
    values: { from: "", until: "", zone: availability.zone },
  });
  async function save(values: Values) {
    const wanted = { counselorId: availability.counselor.id, ...values };
    const outcome = await add.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!form.take(outcome) || !outcome.ok) return;
    setAffected(outcome.payload.affectedSessions.map((session) => unmask(SessionParts, session)));
    form.form.reset();
    toast(t("desk.travel.added"));
  }
  return (
    <>
      {affected.length > 0 && <Affected sessions={affected} zone={availability.zone} />}
      <Form form={form} onSubmit={save} className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">
          <FormText name="from" type="date" min={today} label={t("desk.travel.from")} />
          <FormText name="until" type="date" min={today} label={t("desk.travel.until")} />
        </div>
        <FormNativeSelect name="zone" label={t("desk.travel.zone")} options={zones} />
        <Button
          type="submit"
          variant="secondary"
          className="justify-self-start"
          pending={add.pending && t("form.saving")}
        >
          {t("desk.travel.add")}
        </Button>
      </Form>
    </>
  );
}
