import { type FormEvent, type ReactNode, useId, useState } from "react";
import { fieldLook, lengthOf, longest } from "@/features/talk/write";
import type { FlagReason } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useFocus } from "@/lib/use-focus";
import { Button, Fault, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useDelete, useEdit, useFlag, useMute, useUnmute } from "./actions";
import { Help } from "./help";
import type { MessageProps } from "./message";

/** `onDone`: nothing is left to do here; `onBack`: one of the deeds was not done after all. Both take the focus along. */
type Props = MessageProps & { onDone: () => void; onBack: () => void };
type Part = "edit" | "delete" | "flag";
const flagReasons: readonly FlagReason[] = ["DANGER", "UNKIND", "IDENTITY", "ADVICE", "SUBSTANCE", "OTHER"];

/** What one can do about a message: answer, mend or take back one's own, mute, ask for a look. */
export function Deeds(props: Props) {
  const t = useT();
  const [part, setPart] = useState<Part | null>(null);
  const { message } = props;
  const back = () => {
    setPart(null);
    props.onBack();
  };
  if (part === "edit") return <Edit {...props} onBack={back} />;
  if (part === "delete") return <Delete {...props} onBack={back} />;
  if (part === "flag") return <Flag {...props} onBack={back} />;
  const here = message.body !== null && message.body !== undefined;
  return (
    <div className="flex flex-wrap gap-2 border-line border-t pt-3">
      {here && (
        <Deed
          onPress={() => {
            props.onDone();
            props.onAnswer(message);
          }}
        >
          {t("chat.answer")}
        </Deed>
      )}
      {message.canEdit && <Deed onPress={() => setPart("edit")}>{t("chat.edit")}</Deed>}
      {message.canDelete && <Deed onPress={() => setPart("delete")}>{t("chat.delete")}</Deed>}
      {/* Whoever facilitates looks after everybody, and is heard by everybody: nobody is muted. */}
      {!message.mine && !message.author.facilitates && !props.moderation && <Mute {...props} />}
      {here && !message.mine && props.moderation?.({ message, onPut: props.onPut, onDone: props.onDone })}
      {here && !message.mine && !message.flaggedByMe && <Deed onPress={() => setPart("flag")}>{t("chat.flag")}</Deed>}
    </div>
  );
}

function Deed(props: { onPress: () => void; children: ReactNode; pending?: string | false; autoFocus?: boolean }) {
  return <Button size="small" variant="secondary" {...props} />;
}

function Mute({ groupId, message, onDone }: Props) {
  const t = useT();
  const mute = useMute(groupId);
  const unmute = useUnmute(groupId);
  const deed = message.folded ? unmute : mute;
  async function run() {
    if (!(await deed.run({ input: { groupId, personId: message.author.id } })).ok) return;
    toast(t(message.folded ? "chat.unmuted" : "chat.muted", { alias: message.author.alias }));
    onDone();
  }
  return (
    <>
      <Deed onPress={() => void run()} pending={deed.pending && t("form.saving")}>
        {t(message.folded ? "chat.unmute" : "chat.mute", { alias: message.author.alias })}
      </Deed>
      <Fault of={deed} />
    </>
  );
}

function Edit({ message, onPut, onDone, onBack }: Props) {
  const t = useT();
  const id = useId();
  const [body, setBody] = useState(message.body ?? "");
  const [tooLong, setTooLong] = useState(false);
  const field = useFocus<HTMLTextAreaElement>();
  const edit = useEdit();
  async function save(event: FormEvent) {
    event.preventDefault();
    setTooLong(lengthOf(body) > longest);
    if (!body.trim() || lengthOf(body) > longest) return field.current?.focus();
    const outcome = await edit.run({ input: { messageId: message.id, body: body.trim() } });
    if (!outcome.ok) return;
    onPut(outcome.payload.message);
    onDone();
  }
  return (
    <form method="post" onSubmit={(event) => void save(event)} className="grid gap-2 border-line border-t pt-3">
      <label htmlFor={id} className="text-small font-semibold">
        {t("chat.editLabel")}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={3}
        value={body}
        aria-invalid={tooLong || undefined}
        aria-describedby={tooLong ? `${id}-long` : undefined}
        onChange={(event) => setBody(event.target.value)}
        className={fieldLook}
      />
      {tooLong && (
        <p id={`${id}-long`} className="text-small font-semibold text-rose">
          {t("chat.tooLong", { most: longest, count: lengthOf(body) })}
        </p>
      )}
      <Fault of={edit} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" pending={edit.pending && t("form.saving")}>
          {t("form.save")}
        </Button>
        <Deed onPress={onBack}>{t("form.cancel")}</Deed>
      </div>
    </form>
  );
}

function Delete({ message, onPut, onDone, onBack }: Props) {
  const t = useT();
  const remove = useDelete();
  async function run() {
    const outcome = await remove.run({ messageId: message.id });
    if (!outcome.ok) return;
    onPut(outcome.payload.message);
    onDone();
  }
  return (
    <div className="grid gap-2 border-line border-t pt-3">
      <p className="text-small">{t("chat.deleteText")}</p>
      <Fault of={remove} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="danger" pending={remove.pending && t("chat.deleting")} onPress={() => void run()}>
          {t("chat.delete")}
        </Button>
        <Deed autoFocus onPress={onBack}>
          {t("chat.keep")}
        </Deed>
      </div>
    </div>
  );
}

/** One press on a reason asks for a look. Danger shows at once whom to call: nobody watches a chat all the time. */
function Flag({ message, onPut, onDone, onBack, helpHref }: Props) {
  const t = useT();
  const flag = useFlag();
  const question = useFocus<HTMLFieldSetElement>();
  const [danger, setDanger] = useState(false);
  async function run(reason: FlagReason) {
    // Help does not wait for the answer.
    setDanger(reason === "DANGER");
    const outcome = await flag.run({ input: { messageId: message.id, reason } });
    if (!outcome.ok) return;
    onPut(outcome.payload.message);
    if (reason !== "DANGER") {
      toast(t("chat.flagDone"));
      onDone();
    }
  }
  const help = flag.outcome?.ok ? flag.outcome.payload.help : null;
  return (
    <div className="grid gap-3 border-line border-t pt-3">
      {danger ? (
        <Danger>
          <Help lines={help ?? null} href={helpHref} />
          {flag.outcome?.ok && <p className="mt-2">{t("chat.flagDone")}</p>}
        </Danger>
      ) : (
        <fieldset ref={question} tabIndex={-1} className="m-0 grid gap-2 border-0 p-0">
          <legend className="p-0 text-small font-semibold">{t("chat.flagWhy")}</legend>
          <p className="text-small opacity-90">{t("chat.flagText")}</p>
          <div className="flex flex-wrap gap-2">
            {flagReasons.map((reason) => (
              <Deed key={reason} onPress={() => void run(reason)}>
                {t(`chat.reason.${reason}`)}
              </Deed>
            ))}
          </div>
        </fieldset>
      )}
      <Fault of={flag} />
      <div>
        <Deed onPress={danger ? onDone : onBack}>{t(danger ? "dialog.close" : "form.cancel")}</Deed>
      </div>
    </div>
  );
}

function Danger(props: { children: ReactNode }) {
  const t = useT();
  const box = useFocus<HTMLDivElement>();
  return (
    <div ref={box} tabIndex={-1} className="rounded-card">
      <Notice tone="danger" live title={t("chat.dangerTitle")}>
        {props.children}
      </Notice>
    </div>
  );
}
