import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { FormPick, FormTick } from "@/features/groups/tick";
import type { EndReason } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { firstName } from "@/lib/names";
import { Button } from "@/ui";
import { Form, FormText, type ServerForm, useServerForm } from "@/ui/form";
import { toast } from "@/ui/toaster";
import { useAnswerSurvey, useEndWalk, useSendMessage } from "./actions";
import { type PairView, walkPair } from "./queries";
import { UnsentLetter } from "./unsent-letter";

/** What a client can say; what only the center says is not among them. */
const reasons = [
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
] as const satisfies readonly EndReason[];
type Reason = (typeof reasons)[number];
type Words = { reason: Reason | ""; words: string };

/**
 * Goodbye, with a reason of a few and a letter. Said back, it is over. When the other said it first meanwhile, the form turns
 * into saying it back around what was typed; when it is over altogether, the letter stays to be copied.
 */
export function GoodbyeForm(props: { pair: PairView; onSaid: () => Promise<unknown> }) {
  const t = useT();
  const { pair } = props;
  const back = pair.state === "CLOSING";
  const name = firstName(pair.mentor.name);
  const form = useServerForm<Words>({
    schema: v.object({
      // Whoever says it back does not give a reason of their own.
      reason: v.picklist(back ? [...reasons, ""] : reasons, t("walk.reasonMissing")),
      words: v.string(),
    }),
    values: { reason: "", words: "" },
  });
  const say = useSayGoodbye(pair, form);
  if (pair.state === "CLOSED") return <UnsentLetter words={say.unsent()} />;
  async function submit(values: Words) {
    if (await say.run(values)) await props.onSaid();
  }
  return (
    <Form form={form} onSubmit={submit}>
      {!back && (
        <FormPick
          name="reason"
          label={t("walk.reason")}
          options={reasons.map((id) => ({ id, label: t(`walk.reason.${id}`) }))}
        />
      )}
      <FormText
        name="words"
        multiline
        rows={6}
        label={`${t("walk.letter", { name })} (${t("form.optional")})`}
        hint={back ? t("walk.letterBackHint", { name }) : t("walk.letterHint")}
        maxLength={2000}
      />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={say.pending && t("walk.sending")}>
        {t(back ? "walk.goodbyeBack" : "walk.goodbye")}
      </Button>
    </Form>
  );
}

/** Says it, true when it is said; else what stands in the way is beside the form, or the pair is looked at again. */
function useSayGoodbye(pair: PairView, form: ServerForm<Words>) {
  const [end, send] = [useEndWalk(), useSendMessage()];
  const keyOf = useAttemptKey();
  const [sent, setSent] = useState("");
  const queryClient = useQueryClient();
  const { id: mentorshipId, state } = pair;

  /** It has moved on since it was looked at: that is for the page to show, not a fault of the form. */
  async function movedOn(): Promise<boolean> {
    const now = await queryClient.fetchQuery({ ...walkPair(mentorshipId), staleTime: 0 }).catch(() => undefined);
    return now !== undefined && now.mentorship?.state !== state;
  }
  /** A pair keeps the letter of the first goodbye: words said back are a message. */
  async function sendWords(body: string) {
    const content = { mentorshipId, body };
    const outcome = await send.run({ input: { ...content, clientMutationId: keyOf(content) } });
    if (outcome.ok) setSent(body);
    return outcome;
  }
  async function run(values: Words): Promise<boolean> {
    const words = values.words.trim();
    const back = state === "CLOSING";
    const message = back && words && words !== sent ? await sendWords(words) : undefined;
    const outcome =
      message && !message.ok
        ? message
        : await end.run({
            // Somebody who said goodbye first is read first.
            input: { mentorshipId, state, reason: values.reason || "TIME_IS_UP", words: back ? "" : words },
          });
    if (!outcome.ok && !outcome.error && (await movedOn())) return false;
    return form.take(outcome);
  }
  return {
    run,
    pending: end.pending || send.pending,
    unsent: () => {
      const words = form.form.getValues("words").trim();
      return words === sent ? "" : words;
    },
  };
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
