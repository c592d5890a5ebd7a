import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from "react";
import { useT } from "@/i18n";
import { Button, Fault, OutLink } from "@/ui";

/** As the server counts: letters, not halves of them. */
export const lengthOf = (text: string) => [...text.trim()].length;
export const longest = 4000;
export const fieldLook =
  "max-h-48 w-full resize-y rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink placeholder:text-ink-3";

/** Stays in sight under what was said, and with it that nobody watches this all the time, and who helps now. */
export function Desk(props: { nobodyWatches: string; helpHref: string; cutOff?: string; children: ReactNode }) {
  const t = useT();
  return (
    <div className="sticky bottom-[calc(68px+env(safe-area-inset-bottom))] z-20 -mx-4 grid gap-2 border-line border-t bg-surface px-4 py-3 md:bottom-4 md:mx-0 md:rounded-card md:border md:shadow-float">
      <p className="text-small">
        {props.nobodyWatches}{" "}
        <OutLink href={props.helpHref} className="inline-block font-semibold text-rose!">
          {t("help.now")}
        </OutLink>
      </p>
      <p role="status" className="text-small font-semibold text-honey empty:hidden">
        {props.cutOff}
      </p>
      {props.children}
    </div>
  );
}

/** Where one writes. What was typed stays until it has arrived. */
export function Write(props: {
  words: { write: string; send: string; sending: string; tooLong: (count: number) => string };
  /** Whether it has arrived. `round`: the same words sent again after they have arrived are another message. */
  send: (body: string, round: number) => Promise<boolean>;
  deed: Parameters<typeof Fault>[0]["of"] & { pending: boolean };
  field: RefObject<HTMLTextAreaElement | null>;
  above?: ReactNode;
}) {
  const id = useId();
  const [body, setBody] = useState("");
  const [round, setRound] = useState(0);
  const [tooLong, setTooLong] = useState(false);
  const focus = () => props.field.current?.focus();
  async function submit(event?: FormEvent) {
    event?.preventDefault();
    const text = body.trim();
    // What is too long stays whole, to be shortened by whoever wrote it.
    setTooLong(lengthOf(text) > longest);
    if (!text || lengthOf(text) > longest) return focus();
    if (!(await props.send(text, round))) return;
    setBody("");
    setRound((before) => before + 1);
    focus();
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-2">
      {props.above}
      {tooLong && (
        <p id={`${id}-long`} className="text-small font-semibold text-rose">
          {props.words.tooLong(lengthOf(body))}
        </p>
      )}
      <Fault of={props.deed} />
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {props.words.write}
        </label>
        <textarea
          ref={props.field}
          id={id}
          rows={body.includes("\n") || body.length > 60 ? 3 : 1}
          value={body}
          aria-invalid={tooLong || undefined}
          aria-describedby={tooLong ? `${id}-long` : undefined}
          placeholder={props.words.write}
          onChange={(event) => {
            setBody(event.target.value);
            if (tooLong) setTooLong(lengthOf(event.target.value) > longest);
          }}
          onKeyDown={(event) => sendsOn(event) && void submit(event)}
          className={fieldLook}
        />
        <Button type="submit" className="flex-none" pending={props.deed.pending && props.words.sending}>
          {props.words.send}
        </Button>
      </div>
    </form>
  );
}

/** Ctrl or Cmd with Enter sends; Enter alone is a new line, as on phones. */
const sendsOn = (event: KeyboardEvent) => event.key === "Enter" && (event.ctrlKey || event.metaKey);
