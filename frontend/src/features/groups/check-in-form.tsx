import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { useErrorText } from "@/ui/errors";
import { useCheckIn } from "./meeting-actions";

type Props = { meetingId: string; onClose: () => void };

/** What is typed, and its sending: after a fault the focus is in the field. */
function useCode({ meetingId, onClose }: Props) {
  const t = useT();
  const errorText = useErrorText();
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string>();
  const checkIn = useCheckIn();
  useEffect(() => input.current?.focus(), []);

  async function send(event: FormEvent) {
    event.preventDefault();
    setFault(undefined);
    if (!/^\d{4}$/.test(code)) {
      setFault(t("meet.codeMissing"));
      input.current?.focus();
      return;
    }
    const outcome = await checkIn.run({ input: { meetingId, code } });
    if (outcome.ok) return onClose();
    setFault(outcome.error ? errorText(outcome.error) : outcome.problems[0]?.message);
    input.current?.focus();
  }
  return {
    input,
    code,
    type: (text: string) => setCode(text.replace(/\D/g, "").slice(0, 4)),
    fault,
    send,
    pending: checkIn.pending,
  };
}

/** The four digits that hang at the door. */
export default function CheckInForm(props: Props) {
  const t = useT();
  const id = useId();
  const { input, code, type, fault, send, pending } = useCode(props);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void send(event)}
      className="grid gap-3 rounded-card bg-sunken p-4"
    >
      <label htmlFor={id} className="font-semibold">
        {t("meet.code")}
      </label>
      <p id={`${id}-hint`} className="text-small text-ink-2">
        {t("meet.codeHint")}
      </p>
      <input
        ref={input}
        id={id}
        value={code}
        onChange={(event) => type(event.target.value)}
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : `${id}-hint`}
        className="tnum min-h-14 w-40 rounded-control border-[1.5px] border-control bg-surface px-4 text-h1 tracking-[0.3em] text-ink"
      />
      {fault && (
        <p id={`${id}-fault`} role="alert" className="text-small font-semibold text-rose">
          {fault}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={pending && t("meet.checkingIn")}>
          {t("meet.checkIn")}
        </Button>
        <Button variant="quiet" onPress={props.onClose}>
          {t("form.cancel")}
        </Button>
      </div>
    </form>
  );
}
