import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useReducer } from "react";
import { ConfirmBar } from "@/features/booking/confirm-bar";
import { flow, startFlow } from "@/features/booking/flow";
import { oneSession } from "@/features/booking/queries";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { takenIn } from "@/features/booking/taken";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { BackLink, Fault, Notice, PageHeader } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerCover } from "./actions";
import { type CoverView, myCover } from "./queries";

/** Another time for a session whose counselor is away: with them when they are back, or with whoever stands in. */
export function OtherTime(props: { sessionId: string; withBackup: boolean }) {
  const t = useT();
  const { today } = useSuspenseQuery(oneSession(props.sessionId)).data.viewer;
  const asked = useSuspenseQuery(myCover).data.myCoverAnswers.find((one) => one.session?.id === props.sessionId);
  const person = asked && (props.withBackup ? asked.backup : asked.counselor);
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("change.move")}
        back={
          <BackLink to="/schedule/$id" params={{ id: props.sessionId }}>
            {t("session.title")}
          </BackLink>
        }
      >
        {person ? t("book.with", { name: firstName(person.name) }) : t("change.move")}
      </PageHeader>
      {asked?.session && person ? (
        <Pick asked={asked} session={asked.session} person={person} today={today} withBackup={props.withBackup} />
      ) : (
        <Notice>{t("myCover.settled")}</Notice>
      )}
    </div>
  );
}

function Pick(props: {
  asked: CoverView;
  session: NonNullable<CoverView["session"]>;
  person: { id: string };
  today: string;
  withBackup: boolean;
}) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const answer = useAnswerCover();
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const { session, asked } = props;
  const zone = zoneToShow(session.place, session.zone);
  const place = t(session.place === "ONLINE" ? "session.online" : "session.inPerson");
  async function confirm() {
    if (!state.slot) return;
    const { startsAt } = state.slot;
    const choice = props.withBackup ? "BACKUP" : "LATER";
    const outcome = await answer.run({ input: { coverAnswerId: asked.id, choice, startsAt } });
    if (outcome.ok) {
      toast(t("move.done", { when: formatWhen(startsAt, zone, locale) }));
      const id = outcome.payload.coverAnswer?.insteadId ?? session.id;
      await navigate({ to: "/schedule/$id", params: { id }, replace: true });
      return;
    }
    const taken = takenIn(outcome.problems);
    if (taken) {
      answer.clear();
      step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
    }
  }
  return (
    <>
      <Fault of={answer} />
      <SlotPicker
        counselorId={props.person.id}
        minutes={session.minutes}
        typeId={session.type?.id}
        sessionId={session.id}
        zone={zone}
        today={props.today}
        place={session.place}
        flow={state}
        onPick={(slot) => {
          answer.clear();
          step({ type: "pick", slot, key: newKey() });
        }}
      />
      <ConfirmBar
        slot={state.slot}
        zone={zone}
        detail={place}
        label={state.slot ? t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) }) : ""}
        pending={answer.pending && t("move.moving")}
        onConfirm={() => void confirm()}
      />
    </>
  );
}
