import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sortProblems } from "@/api/problems";
import type { SessionView } from "@/features/booking/session";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Button, Fault, Section, Skeleton } from "@/ui";
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
  const [changing, setChanging] = useState<boolean>();
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
        {/* Whoever has just said it goes on from here. */}
        <Button autoFocus={changing === false} variant="quiet" size="small" onPress={() => setChanging(true)}>
          {t("myHour.whereChange")}
        </Button>
      </div>
    );
  }
  return (
    <Form
      sessionId={session.id}
      name={name}
      asked={changing === true}
      told={{ place: told?.place ?? "", phone: told?.phone ?? "" }}
      onDone={() => setChanging(false)}
    />
  );
}

type Told = { place: string; phone: string };

type FormProps = {
  sessionId: string;
  name: string;
  /** Somebody pressed "Change": they go on in the form. */
  asked: boolean;
  told: Told;
  onDone: () => void;
};

function Form(props: FormProps) {
  const t = useT();
  const tell = useTellWhere(props.sessionId);
  const [where, setWhere] = useState(props.told);
  const [missing, setMissing] = useState<string>();
  async function send(told: Told) {
    const outcome = await tell.run({ input: { sessionId: props.sessionId, ...told } });
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
        const told = { place: where.place.trim(), phone: where.phone.trim() };
        if (!told.place) setMissing(t("myHour.whereMissing"));
        else void send(told);
      }}
    >
      <div className="grid gap-1">
        <h2 id="where" className="text-h3">
          {t("myHour.where")}
        </h2>
        <p className="measure text-small text-ink-2">{t("myHour.whereText", { name: props.name })}</p>
      </div>
      <Fault of={{ error: tell.error, problems: rest }} />
      <Fields
        autoFocus={props.asked}
        where={where}
        errors={{ place: missing ?? byField.place, phone: byField.phone }}
        onChange={(told) => {
          setMissing(undefined);
          setWhere(told);
        }}
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

function Fields(props: {
  autoFocus: boolean;
  where: Told;
  errors: Partial<Record<keyof Told, string>>;
  onChange: (where: Told) => void;
}) {
  const t = useT();
  const { where, errors, onChange } = props;
  return (
    <>
      <TextField
        autoFocus={props.autoFocus}
        label={t("myHour.wherePlace")}
        hint={t("myHour.wherePlaceHint")}
        autoComplete="off"
        maxLength={300}
        error={errors.place}
        value={where.place}
        onChange={(place) => onChange({ ...where, place })}
      />
      <TextField
        type="tel"
        label={`${t("myHour.wherePhone")} (${t("form.optional")})`}
        autoComplete="off"
        maxLength={40}
        error={errors.phone}
        value={where.phone}
        onChange={(phone) => onChange({ ...where, phone })}
      />
    </>
  );
}
