import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import type { MeetingView } from "@/features/groups/parts";
import { GroupTexts } from "@/features/groups/texts";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Card, Fault, Section } from "@/ui";
import { Press } from "@/ui/press";

const AfterMeetingQuery = graphql(`
  query AfterMeeting($meetingId: ID!) {
    myPulse(meetingId: $meetingId) {
      belonged
      heard
      comeBack
    }
    meetingNotes(meetingId: $meetingId) {
      id
      body
      namesLeftOut
      authorAlias
      person {
        id
        me
      }
    }
  }
`);
const AnswerPulse = graphql(`
  mutation AnswerPulse($input: AnswerPulseInput!) {
    answerPulse(input: $input) {
      meeting {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const questions = ["belonged", "heard", "comeBack"] as const;
const scale = [0, 1, 2, 3, 4] as const;
type Answers = Partial<Record<(typeof questions)[number], number>>;

/** Until a day after a meeting one came to: how it felt, and the note of it once it is signed. */
export default function AfterMeeting({ meeting }: { meeting: MeetingView }) {
  return (
    <Section loading={null}>
      <GroupTexts>
        <Inside meeting={meeting} />
      </GroupTexts>
    </Section>
  );
}

function Inside({ meeting }: { meeting: MeetingView }) {
  const t = useT();
  const { data } = useSuspenseQuery(gql(keys.pulse(meeting.id), AfterMeetingQuery, { meetingId: meeting.id }));
  const id = `after-${meeting.id}`;
  return (
    <Card labelledBy={id}>
      <h2 id={id} className="text-h2 break-words">
        {t("pulse.title", { group: meeting.group.name })}
      </h2>
      <p className="mt-1 mb-4 measure text-small text-ink-2">{t("pulse.text")}</p>
      <Pulse meetingId={meeting.id} before={data.myPulse ?? {}} />
      {data.meetingNotes.length > 0 && (
        <div className="mt-5 grid gap-3 border-line border-t pt-4">
          <h3 className="text-h3">{t("pulse.notes")}</h3>
          {data.meetingNotes.map((note) => (
            <div key={note.id} className="grid gap-0.5">
              <p className="text-small text-ink-2">
                {t(note.person ? "pulse.noteYours" : "pulse.noteShared")}
                {note.authorAlias && `, ${note.authorAlias}`}
              </p>
              <p className="measure break-words whitespace-pre-line">{note.body}</p>
              {note.namesLeftOut && <p className="text-small text-ink-2">{t("pulse.namesLeftOut")}</p>}
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}

/** Three questions, a word each: what is whole is kept at once, and can be changed while the day lasts. */
function Pulse(props: { meetingId: string; before: Answers }) {
  const t = useT();
  const [answers, setAnswers] = useState<Answers>(props.before);
  const answer = useAction(AnswerPulse, (data) => data.answerPulse, { invalidates: [keys.pulse(props.meetingId)] });

  function pick(question: keyof Answers, value: number) {
    const now = { ...answers, [question]: value };
    setAnswers(now);
    const { belonged, heard, comeBack } = now;
    if (belonged === undefined || heard === undefined || comeBack === undefined) return;
    void answer.run({ input: { meetingId: props.meetingId, belonged, heard, comeBack } });
  }

  return (
    <div className="grid gap-4">
      {questions.map((question) => (
        <fieldset key={question} className="m-0 grid gap-2 border-0 p-0">
          <legend className="p-0 font-semibold">{t(`pulse.question.${question}`)}</legend>
          <div className="flex flex-wrap gap-2">
            {scale.map((value) => (
              <Press
                key={value}
                pressed={answers[question] === value}
                onPress={() => pick(question, value)}
                className={cx(
                  "min-h-12 cursor-pointer rounded-full border-[1.5px] px-4 text-small font-semibold transition-colors duration-120",
                  answers[question] === value
                    ? "border-iris bg-iris-soft text-iris-soft-ink"
                    : "border-control bg-surface text-ink hover:bg-sunken",
                )}
              >
                {t(`pulse.word.${value}`)}
              </Press>
            ))}
          </div>
        </fieldset>
      ))}
      <Fault of={answer} />
      {answer.outcome?.ok && (
        <p role="status" className="text-small text-ink-2">
          {t("pulse.thanks")}
        </p>
      )}
    </div>
  );
}
