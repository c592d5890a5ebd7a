import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import type { Drift } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, useErrorText } from "@/ui";
import { useSend } from "./deeds-pair";
import { DriftHints } from "./drift";
import { useDrift } from "./use-drift";
import type { useMessages } from "./use-messages";

const longest = 4000;
/** As the server counts: letters, not halves of them. */
const lengthOf = (text: string) => [...text.trim()].length;
/** Ctrl or Cmd with Enter sends; Enter alone is a new line, as on phones. */
const sendsOn = (event: KeyboardEvent) => event.key === "Enter" && (event.ctrlKey || event.metaKey);

const fieldLook =
  "max-h-48 w-full resize-y rounded-control border-[1.5px] border-control bg-surface px-3.5 py-2 text-body text-ink placeholder:text-ink-3";

/** Where one writes. What was typed stays until it has arrived. */
export function Writer(props: {
  mentorshipId: string;
  name: string;
  onPut: ReturnType<typeof useMessages>["put"];
  onHints: (hints: readonly Drift[]) => void;
}) {
  const t = useT();
  const id = useId();
  const keyFor = useAttemptKey();
  const errorText = useErrorText();
  const send = useSend();
  const [body, setBody] = useState("");
  const [round, setRound] = useState(0);
  const [tooLong, setTooLong] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const drift = useDrift(body);
  const { mentorshipId } = props;
  async function submit(event?: FormEvent) {
    event?.preventDefault();
    const text = body.trim();
    setTooLong(lengthOf(text) > longest);
    if (!text || lengthOf(text) > longest) return field.current?.focus();
    const content = { mentorshipId, body: text };
    // The same words sent again after they have arrived are another message; a retry is the same one.
    const outcome = await send.run({ input: { ...content, clientMutationId: keyFor({ ...content, round }) } });
    if (!outcome.ok) return;
    props.onPut(outcome.payload.message);
    props.onHints(outcome.payload.hints.filter((hint) => !drift.told.includes(hint)));
    setBody("");
    drift.begin();
    setRound((before) => before + 1);
    field.current?.focus();
  }
  const said = tooLong
    ? t("mentoring.mine.tooLong", { most: longest, count: lengthOf(body) })
    : send.error
      ? errorText(send.error)
      : send.problems[0]?.message;
  const label = t("mentoring.mine.writeTo", { name: props.name });
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-2">
      {said && (
        <p id={`${id}-fault`} role="alert" className="text-small font-semibold text-rose">
          {said}
        </p>
      )}
      <DriftHints hints={drift.hints} onClose={drift.putAside} />
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={body.includes("\n") || body.length > 60 ? 3 : 1}
          value={body}
          aria-invalid={tooLong || undefined}
          aria-describedby={said ? `${id}-fault` : undefined}
          placeholder={label}
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={(event) => sendsOn(event) && void submit(event)}
          className={fieldLook}
        />
        <Button type="submit" className="flex-none" pending={send.pending && t("mentoring.mine.sending")}>
          {t("mentoring.mine.send")}
        </Button>
      </div>
    </form>
  );
}
