import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sortProblems } from "@/api/problems";
import type { SessionView } from "@/features/booking/session";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Button, ErrorNotice, Notice, Section, Skeleton } from "@/ui";
import { TextField } from "@/ui/fields";
import { useTellWhere } from "./actions";
import { myWhereabouts } from "./queries";

/** Before talking from afar: where one is, so that help could come. Nobody has to say. */
export function Where({ session }: { session: SessionView }) {
  return (
    <Section loading={<Skeleton className="h-40 w-full rounded-card" />}>
      <Inside session={session} />
    </Section>
  );
}

function Inside({ session }: { session: SessionView }) {
  const t = useT();
  const told = useSuspenseQuery(myWhereabouts(session.id)).data.whereabouts;
  const [changing, setChanging] = useState(false);
  const name = firstName(session.counselor.name);
  if (told && !changing) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface px-5 py-4">
        <p className="grid min-w-0 text-small">
          <span className="font-semibold">{t("myHour.where")}</span>
          <span className="break-words text-ink-2">
            {[told.place, told.phone].filter(Boolean).join(" · ") || t("myHour.whereDeclined")}
          </span>
        </p>
        <Button variant="quiet" size="small" onPress={() => setChanging(true)}>
          {t("myHour.whereChange")}
        </Button>
      </div>
    );
  }
  return (
    <Form
      sessionId={session.id}
      name={name}
      place={told?.place ?? ""}
      phone={told?.phone ?? ""}
      onDone={() => setChanging(false)}
    />
  );
}

function Form(props: { sessionId: string; name: string; place: string; phone: string; onDone: () => void }) {
  const t = useT();
  const tell = useTellWhere(props.sessionId);
  const [place, setPlace] = useState(props.place);
  const [phone, setPhone] = useState(props.phone);
  const [missing, setMissing] = useState<string>();
  async function send(where: { place: string; phone: string }) {
    const outcome = await tell.run({ input: { sessionId: props.sessionId, ...where } });
    if (outcome.ok) props.onDone();
  }
  const { byField, rest } = sortProblems(tell.problems, ["place", "phone"]);
  return (
    <form
      noValidate
      aria-labelledby="where"
      className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!place.trim()) setMissing(t("myHour.whereMissing"));
        else void send({ place: place.trim(), phone: phone.trim() });
      }}
    >
      <div className="grid gap-1">
        <h2 id="where" className="text-h3">
          {t("myHour.where")}
        </h2>
        <p className="measure text-small text-ink-2">{t("myHour.whereText", { name: props.name })}</p>
      </div>
      {tell.error && <ErrorNotice error={tell.error} />}
      {rest[0] && (
        <Notice tone="attention" live>
          {rest[0].message}
        </Notice>
      )}
      <TextField
        label={t("myHour.wherePlace")}
        hint={t("myHour.wherePlaceHint")}
        autoComplete="off"
        maxLength={300}
        error={missing ?? byField.place}
        value={place}
        onChange={(value) => {
          setMissing(undefined);
          setPlace(value);
        }}
      />
      <TextField
        type="tel"
        label={`${t("myHour.wherePhone")} (${t("form.optional")})`}
        autoComplete="off"
        maxLength={40}
        error={byField.phone}
        value={phone}
        onChange={setPhone}
      />
      <div className="grid gap-2 sm:flex">
        <Button type="submit" pending={tell.pending && t("form.saving")}>
          {t("myHour.whereSave")}
        </Button>
        <Button variant="secondary" isDisabled={tell.pending} onPress={() => void send({ place: "", phone: "" })}>
          {t("myHour.whereDecline")}
        </Button>
      </div>
    </form>
  );
}
