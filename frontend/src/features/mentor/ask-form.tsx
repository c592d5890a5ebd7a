import { ArrowUp, X } from "lucide-react";
import * as v from "valibot";
import { useT } from "@/i18n";
import { Avatar, Button, IconButton } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { useAskMentors } from "./actions";
import type { CandidateView } from "./candidate";
import { earlier } from "./order";

/** Asking: in one's own order, with words or without. */
export function AskForm(props: {
  chosen: readonly CandidateView[];
  onOrder: (ids: string[]) => void;
  onSent: () => Promise<unknown>;
}) {
  const t = useT();
  const ask = useAskMentors();
  const ids = props.chosen.map(({ mentor }) => mentor.id);
  const form = useServerForm({ schema: v.object({ words: v.string() }), values: { words: "" } });
  async function send(values: { words: string }) {
    const outcome = await ask.run({ input: { mentorIds: ids, words: values.words.trim() } });
    if (form.take(outcome)) await props.onSent();
  }
  return (
    <Form form={form} onSubmit={send}>
      <ol aria-label={t("walk.askOrder")} className="m-0 grid list-none gap-3 p-0">
        {props.chosen.map(({ mentor }, index) => (
          <li
            key={mentor.id}
            className="flex items-center gap-3 rounded-card border border-line bg-surface py-3 pr-2 pl-4"
          >
            {ids.length > 1 && <span className="tnum w-4 flex-none font-semibold text-ink-2">{index + 1}</span>}
            <Avatar name={mentor.name} size="medium" />
            <span className="min-w-0 flex-1 font-semibold break-words">{mentor.name}</span>
            {index > 0 && (
              <IconButton
                label={t("walk.askEarlier", { name: mentor.name })}
                className="text-ink-2"
                onPress={() => props.onOrder(earlier(ids, index))}
              >
                <ArrowUp size={20} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
            {ids.length > 1 && (
              <IconButton
                label={t("walk.askWithout", { name: mentor.name })}
                className="text-ink-2"
                onPress={() => props.onOrder(ids.filter((id) => id !== mentor.id))}
              >
                <X size={20} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      <FormText
        name="words"
        multiline
        label={`${t("walk.askWords")} (${t("form.optional")})`}
        hint={t("walk.askWordsHint")}
        maxLength={500}
      />
      <Button type="submit" size="large" className="sm:justify-self-start" pending={ask.pending && t("walk.sending")}>
        {t("walk.send")}
      </Button>
    </Form>
  );
}
