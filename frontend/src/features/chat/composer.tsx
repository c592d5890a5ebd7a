import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { longest, Write } from "@/features/talk/write";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { IconButton } from "@/ui";
import { useSend } from "./actions";
import type { ChatMessageView } from "./merge";
import type { useChat } from "./use-chat";

/** Writes to the group, or answers somebody in it. */
export function Composer(props: {
  groupId: string;
  answering: ChatMessageView | null;
  onAnswered: () => void;
  onPut: ReturnType<typeof useChat>["put"];
}) {
  const t = useT();
  const keyFor = useAttemptKey();
  const deed = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const { groupId, answering, onAnswered } = props;
  useEffect(() => {
    if (answering) field.current?.focus();
  }, [answering]);
  async function send(body: string, round: number) {
    const content = { groupId, body, replyTo: answering?.id ?? null };
    const outcome = await deed.run({ input: { ...content, clientMutationId: keyFor({ ...content, round }) } });
    if (!outcome.ok) return false;
    props.onPut(outcome.payload.message);
    onAnswered();
    return true;
  }
  const notAnswer = () => {
    onAnswered();
    field.current?.focus();
  };
  return (
    <Write
      words={{
        write: t("chat.write"),
        send: t("chat.send"),
        sending: t("chat.sending"),
        tooLong: (count) => t("chat.tooLong", { most: longest, count }),
      }}
      send={send}
      deed={deed}
      field={field}
      above={answering && <Answering message={answering} onClose={notAnswer} />}
    />
  );
}

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
