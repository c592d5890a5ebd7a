import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound, useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { centerBoot } from "@/api/boot";
import { problemOf } from "@/api/problems";
import { useCancel, useMove } from "@/features/booking/actions";
import { ConfirmBar } from "@/features/booking/confirm-bar";
import { flow, startFlow } from "@/features/booking/flow";
import { oneSession } from "@/features/booking/queries";
import { SessionParts, type SessionView, zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { usePlaceWords, useWhen } from "@/features/booking/words";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen } from "@/lib/time";
import { BackLink, Button, ButtonLink, ErrorNotice, Notice, OutLink, PageHeader } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";

export const Route = createFileRoute("/schedule/$id/change")({
  loader: async ({ context, params }) => {
    const data = await context.queryClient.ensureQueryData(oneSession(params.id));
    if (!data.session) throw notFound();
  },
  component: Change,
});

function Change() {
  const t = useT();
  const { id } = Route.useParams();
  const { session: found, viewer } = useSuspenseQuery(oneSession(id)).data;
  const words = useWhen();
  const placeWords = usePlaceWords();
  if (!found) return <Notice tone="attention">{t("session.gone")}</Notice>;
  const session = unmask(SessionParts, found);
  const when = words(session);
  return (
    <div className="grid max-w-[680px] gap-6">
      <PageHeader
        title={t("change.title")}
        back={
          <BackLink to="/schedule/$id" params={{ id }}>
            {t("session.title")}
          </BackLink>
        }
        lead={`${session.counselor.name} · ${when.day}, ${when.time} · ${placeWords(session)}`}
      >
        {t("change.title")}
      </PageHeader>
      {session.canChange ? (
        <>
          <section aria-labelledby="move" className="grid gap-4">
            <h2 id="move" className="text-h2">
              {t("change.move")}
            </h2>
            <Move session={session} today={viewer.today} />
          </section>
          <Cancel session={session} />
        </>
      ) : (
        <TooLate id={id} />
      )}
    </div>
  );
}

function TooLate(props: { id: string }) {
  const t = useT();
  const { phone } = centerBoot().center;
  return (
    <Notice
      tone="attention"
      actions={
        <ButtonLink to="/schedule/$id" params={{ id: props.id }} variant="secondary" size="small">
          {t("today.details")}
        </ButtonLink>
      }
    >
      {t(phone ? "session.tooLateCall" : "session.tooLate")}{" "}
      {phone && <OutLink href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</OutLink>}
    </Notice>
  );
}

function Cancel({ session }: { session: SessionView }) {
  const t = useT();
  const navigate = useNavigate();
  const cancel = useCancel();
  const [reason, setReason] = useState("");
  const [telling, setTelling] = useState(false);
  async function run() {
    const outcome = await cancel.run(session, reason);
    if (outcome.ok) await navigate({ to: "/today" });
  }
  const problem = cancel.problems[0];
  return (
    <section aria-label={t("cancel.title")} className="grid gap-3 rounded-card border border-line bg-surface p-5">
      {cancel.error && <ErrorNotice error={cancel.error} title={t("cancel.failed")} />}
      {problem && (
        <Notice tone="attention" live>
          {problem.message}
        </Notice>
      )}
      {telling && (
        <TextField
          autoFocus
          label={t("cancel.reason", { name: session.counselor.name })}
          hint={t("cancel.reasonHint")}
          multiline
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
      )}
      <div className="grid gap-2 sm:flex">
        <Button variant="secondary" pending={cancel.pending && t("cancel.cancelling")} onPress={() => void run()}>
          {t("cancel.title")}
        </Button>
        {!telling && (
          <Button variant="quiet" onPress={() => setTelling(true)}>
            {t("cancel.addReason")}
          </Button>
        )}
      </div>
      <p className="text-small text-ink-2">{t("cancel.hint")}</p>
    </section>
  );
}

function Move({ session, today }: { session: SessionView; today: string }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const move = useMove();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const [notice, setNotice] = useState<string>();
  const zone = zoneToShow(session.place, session.zone);
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");

  async function confirm() {
    if (!state.slot) return;
    setNotice(undefined);
    const outcome = await move.run({
      input: {
        clientMutationId: state.key,
        sessionId: session.id,
        version: session.version,
        startsAt: state.slot.startsAt,
      },
    });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(state.slot.startsAt, zone, locale) }));
      await navigate({ to: "/schedule/$id", params: { id: session.id }, replace: true });
      return;
    }
    const taken = problemOf(outcome.problems, "SlotTaken");
    if (taken) step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    else setNotice(outcome.problems[0]?.message);
  }

  return (
    <div className="grid gap-4">
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} onRetry={() => void confirm()} />}
      {notice && (
        <Notice tone="attention" live>
          {notice}
        </Notice>
      )}
      <SlotPicker
        counselorId={session.counselor.id}
        minutes={session.minutes}
        zone={zone}
        today={today}
        place={place}
        flow={state}
        onPick={(slot) => step({ type: "pick", slot, key: newKey() })}
      />
      <ConfirmBar
        slot={state.slot}
        zone={zone}
        detail={place}
        label={state.slot ? t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
        pending={move.pending && t("move.moving")}
        onConfirm={() => void confirm()}
      />
    </div>
  );
}
