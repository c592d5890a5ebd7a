import { X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, Fault, IconButton } from "@/ui";
import { useSend } from "./actions";
import type { ChatMessageView } from "./merge";
import type { useChat } from "./use-chat";

export const longest = 4000;
/** As the server counts: letters, not halves of them. */
export const lengthOf = (text: string) => [...text.trim()].length;
export const fieldLook =
  "max-h-48 w-full resize-y rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink placeholder:text-ink-3";

/** Where one writes. What was typed stays until it has arrived. */
export function Composer(props: {
  groupId: string;
  answering: ChatMessageView | null;
  onAnswered: () => void;
  onPut: ReturnType<typeof useChat>["put"];
}) {
  const t = useT();
  const id = useId();
  const keyFor = useAttemptKey();
  const send = useSend();
  const [body, setBody] = useState("");
  const [round, setRound] = useState(0);
  const [tooLong, setTooLong] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { groupId, answering } = props;
  useEffect(() => {
    if (answering) field.current?.focus();
  }, [answering]);

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    const text = body.trim();
    // What is too long stays whole, to be shortened by whoever wrote it.
    setTooLong(lengthOf(text) > longest);
    if (!text || lengthOf(text) > longest) return field.current?.focus();
    const content = { groupId, body: text, replyTo: answering?.id ?? null };
    // The same words sent again after they have arrived are another message; a retry is the same one.
    const outcome = await send.run({ input: { ...content, clientMutationId: keyFor({ ...content, round }) } });
    if (!outcome.ok) return;
    props.onPut(outcome.payload.message);
    setBody("");
    setRound((before) => before + 1);
    props.onAnswered();
    field.current?.focus();
  }

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-2">
      {answering && (
        <Answering
          message={answering}
          onClose={() => {
            props.onAnswered();
            field.current?.focus();
          }}
        />
      )}
      {tooLong && <TooLong id={`${id}-long`} text={body} />}
      <Fault of={send} />
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {t("chat.write")}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={body.includes("\n") || body.length > 60 ? 3 : 1}
          value={body}
          aria-invalid={tooLong || undefined}
          aria-describedby={tooLong ? `${id}-long` : undefined}
          placeholder={t("chat.write")}
          onChange={(event) => {
            setBody(event.target.value);
            if (tooLong) setTooLong(lengthOf(event.target.value) > longest);
          }}
          onKeyDown={(event) => sendsOn(event) && void submit(event)}
          className={fieldLook}
        />
        <Button type="submit" className="flex-none" pending={send.pending && t("chat.sending")}>
          {t("chat.send")}
        </Button>
      </div>
    </form>
  );
}

/** How long a message may be, and how long this one is. */
export function TooLong({ id, text }: { id: string; text: string }) {
  const t = useT();
  return (
    <p id={id} className="text-small font-semibold text-rose">
      {t("chat.tooLong", { most: longest, count: lengthOf(text) })}
    </p>
  );
}

/** Ctrl or Cmd with Enter sends; Enter alone is a new line, as on phones. */
const sendsOn = (event: KeyboardEvent) => event.key === "Enter" && (event.ctrlKey || event.metaKey);

function Answering({ message, onClose }: { message: ChatMessageView; onClose: () => void }) {
  const t = useT();
  return (
    <div className="flex items-center gap-2 rounded-control bg-sunken pl-4">
      <p className="grid min-w-0 flex-1 py-1.5 text-small">
        <span className="font-semibold">{t("chat.answering", { alias: message.author.alias })}</span>
        <span className="truncate text-ink-2">{message.body}</span>
      </p>
      <IconButton label={t("chat.notAnswer")} onPress={onClose}>
        <X size={18} aria-hidden />
      </IconButton>
    </div>
  );
}
