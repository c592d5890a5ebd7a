import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ConfirmBar } from "@/features/booking/confirm-bar";
import { oneSession } from "@/features/booking/queries";
import { otherTimesOf } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken } from "@/features/booking/taken";
import { useSlot } from "@/features/booking/use-slot";
import { useLocale, useT } from "@/i18n";
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
  const person = asked && (props.withBackup ? asked.backup : asked.later ? asked.counselor : null);
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
  const { state, pick, refused } = useSlot(answer.clear);
  const { session, asked } = props;
  const times = otherTimesOf(session, props.person);
  const { zone } = times;
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
    refused(outcome.problems);
  }
  return (
    <>
      <Fault of={{ error: answer.error, problems: besidesTaken(answer.problems) }} />
      <SlotPicker {...times} today={props.today} flow={state} onPick={pick} />
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
