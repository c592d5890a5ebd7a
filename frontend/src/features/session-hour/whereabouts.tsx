import { useQueryClient } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import { type FormEvent, useState } from "react";
import { sortProblems } from "@/api/problems";
import type { HourPartsFragment, SessionWhereaboutsQuery } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { useTellWhereabouts } from "./deeds";
import { whereaboutsOf } from "./queries";

type Where = SessionWhereaboutsQuery["whereabouts"];

/** Where the client is while they are talked to from afar: for the two of the session, and only while it lasts. */
export function WhereaboutsShown(props: { session: HourPartsFragment; where: Where }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const { session, where } = props;
  const name = session.client.name;
  if (asking) {
    const close = () => setAsking(false);
    return (
      <WhereaboutsForm session={session} before={where} confirm={t("form.save")} onCancel={close} onTold={close} />
    );
  }
  const told = where?.place ?? (where ? t("care.where.notSaid", { name }) : t("care.where.notAsked", { name }));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t pt-4">
      <MapPin size={18} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />
      <p className="min-w-0 flex-1 basis-48 break-words">
        {told}
        {where?.phone && <span className="tnum"> · {where.phone}</span>}
      </p>
      <Button size="small" variant="quiet" onPress={() => setAsking(true)}>
        {t(where ? "care.where.change" : "care.where.ask")}
      </Button>
    </div>
  );
}

type FormProps = {
  session: HourPartsFragment;
  before?: Where;
  confirm: string;
  onTold: () => void | Promise<void>;
  onCancel: () => void;
};

/** What is written down, and its sending. */
function useTelling({ session, before, onTold }: FormProps) {
  const queryClient = useQueryClient();
  const tell = useTellWhereabouts(session.id);
  const [place, setPlace] = useState(before?.place ?? "");
  const [phone, setPhone] = useState(before?.phone ?? "");
  const [seenToldAt, setSeen] = useState(before?.toldAt);
  const [missing, setMissing] = useState(false);

  async function send(said: { place: string; phone: string }) {
    const outcome = await tell.run({ input: { sessionId: session.id, ...said, seenToldAt } });
    if (outcome.ok) return onTold();
    if (!outcome.problems.some((problem) => problem.code === "conflict")) return;
    // The client said something newer: it stands in the form, and the next word is about that.
    const newest = await queryClient.fetchQuery({ ...whereaboutsOf(session.id), staleTime: 0 }).catch(() => null);
    if (!newest?.whereabouts) return;
    setPlace(newest.whereabouts.place ?? "");
    setPhone(newest.whereabouts.phone ?? "");
    setSeen(newest.whereabouts.toldAt);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(!place.trim());
    if (place.trim() && !tell.pending) void send({ place, phone });
  }
  return { tell, place, setPlace, phone, setPhone, missing, submit, decline: () => void send({ place: "", phone }) };
}

/** Asked before it begins, so that help could find them. Not saying is an answer too. */
export function WhereaboutsForm(props: FormProps) {
  const t = useT();
  const { tell, place, setPlace, phone, setPhone, missing, submit, decline } = useTelling(props);
  const { byField, rest } = sortProblems(tell.problems, ["place", "phone"]);
  return (
    <form
      noValidate
      className="grid max-w-xl grid-cols-[minmax(0,1fr)] gap-4 border-line border-t pt-4"
      onSubmit={submit}
    >
      <div className="grid gap-1">
        <h3 className="text-h3">{t("care.where.title", { name: props.session.client.name })}</h3>
        <p className="measure text-small text-ink-2">{t("care.where.why")}</p>
      </div>
      {tell.error && <ErrorNotice error={tell.error} title={t("form.notSaved")} />}
      {rest.length > 0 && (
        <Notice tone="attention" live>
          {rest.map((problem) => problem.message).join(" ")}
        </Notice>
      )}
      <TextField
        autoFocus
        label={t("care.where.place")}
        hint={t("care.where.placeHint")}
        maxLength={300}
        autoComplete="off"
        value={place}
        onChange={setPlace}
        error={byField.place ?? (missing ? t("care.where.placeMissing") : undefined)}
      />
      <TextField
        label={`${t("care.where.phone")} (${t("form.optional")})`}
        type="tel"
        autoComplete="off"
        value={phone}
        onChange={setPhone}
        error={byField.phone}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={tell.pending && t("form.saving")}>
          {props.confirm}
        </Button>
        <Button variant="secondary" pending={tell.pending && t("form.saving")} onPress={decline}>
          {t("care.where.declined")}
        </Button>
        <Button variant="quiet" onPress={props.onCancel}>
          {t("form.cancel")}
        </Button>
      </div>
    </form>
  );
}
