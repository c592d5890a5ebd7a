import * as v from "valibot";
import { FormPick, FormTick } from "@/features/groups/tick";
import type { EndReason } from "@/gql/graphql";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Button } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useAnswerSurvey, useEndWalk } from "./actions";
import type { PairView } from "./queries";

/** What a client can say; what only the center says is not among them. */
const reasons = [
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
] as const satisfies readonly EndReason[];
type Reason = (typeof reasons)[number];
type Words = { reason: Reason; words: string };

/** Goodbye, with a reason of a few and a letter. Said back, it is over. */
export function GoodbyeForm(props: { pair: PairView; onSaid: () => Promise<unknown> }) {
  const t = useT();
  const end = useEndWalk();
  const back = props.pair.state === "CLOSING";
  const form = useServerForm<Words>({
    schema: v.object({ reason: v.picklist(reasons, t("walk.reasonMissing")), words: v.string() }),
    // Whoever says it back does not give a reason of their own.
    values: { reason: back ? "TIME_IS_UP" : ("" as Reason), words: "" },
  });
  async function say(values: Words) {
    const outcome = await end.run({
      input: {
        mentorshipId: props.pair.id,
        reason: values.reason,
        words: back ? "" : values.words.trim(),
        // Somebody who said goodbye first is read first.
        state: props.pair.state,
      },
    });
    if (form.take(outcome)) await props.onSaid();
  }
  return (
    <Form form={form} onSubmit={say}>
      {!back && (
        <>
          <FormPick
            name="reason"
            label={t("walk.reason")}
            options={reasons.map((id) => ({ id, label: t(`walk.reason.${id}`) }))}
          />
          <FormText
            name="words"
            multiline
            rows={6}
            label={`${t("walk.letter", { name: firstName(props.pair.mentor.name) })} (${t("form.optional")})`}
            hint={t("walk.letterHint")}
            maxLength={2000}
          />
        </>
      )}
      <Button type="submit" size="large" className="sm:justify-self-start" pending={end.pending && t("walk.sending")}>
        {t(back ? "walk.goodbyeBack" : "walk.goodbye")}
      </Button>
    </Form>
  );
}

const five = ["1", "2", "3", "4", "5"] as const;
type Answers = { feltHeard: string; helped: string; wouldAgain: boolean; words: string };

/** How it was: for those who look after mentoring, not for the mentor. */
export function Survey({ pair }: { pair: PairView }) {
  const t = useT();
  const answer = useAnswerSurvey();
  const form = useServerForm<Answers>({
    schema: v.object({
      feltHeard: v.picklist(five, t("walk.surveyMissing")),
      helped: v.picklist(five, t("walk.surveyMissing")),
      wouldAgain: v.boolean(),
      words: v.string(),
    }),
    values: { feltHeard: "", helped: "", wouldAgain: false, words: "" },
  });
  async function send(values: Answers) {
    const outcome = await answer.run({
      input: {
        mentorshipId: pair.id,
        feltHeard: Number(values.feltHeard),
        helped: Number(values.helped),
        wouldAgain: values.wouldAgain,
        words: values.words.trim(),
      },
    });
    if (form.take(outcome)) toast(t("walk.surveyThanks"));
  }
  const scale = five.map((id) => ({ id, label: t(`walk.scale.${id}`) }));
  return (
    <Form form={form} onSubmit={send}>
      <FormPick name="feltHeard" label={t("walk.feltHeard")} options={scale} />
      <FormPick name="helped" label={t("walk.helped")} options={scale} />
      <FormTick name="wouldAgain" label={t("walk.wouldAgain")} />
      <FormText name="words" multiline label={`${t("walk.surveyWords")} (${t("form.optional")})`} maxLength={2000} />
      <Button type="submit" className="sm:justify-self-start" pending={answer.pending && t("walk.sending")}>
        {t("walk.send")}
      </Button>
    </Form>
  );
}
