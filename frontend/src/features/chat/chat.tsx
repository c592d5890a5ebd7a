import { type ReactNode, useEffect, useRef, useState } from "react";
import { useKeptPlace, useStayAtEnd } from "@/features/talk/scroll";
import { Desk } from "@/features/talk/write";
import { useT } from "@/i18n";
import { Button, Notice, OutLink } from "@/ui";
import { useMarkRead } from "./actions";
import { Composer } from "./composer";
import { type ChatMessageView, firstUnread } from "./merge";
import { Message, type Moderation } from "./message";
import { useChat } from "./use-chat";

/**
 * The chat of a group. `helpHref` leads to the crisis page; `agreementHref` to where a changed agreement is accepted.
 * Needs `GroupTexts` around it.
 */
export function Chat(props: {
  groupId: string;
  helpHref: string;
  agreementHref?: string;
  /** The group takes a break: what was said can be read. */
  resting?: boolean;
  /** For whoever holds the room. */
  moderation?: Moderation;
}) {
  const t = useT();
  const { groupId } = props;
  const { list, messages, put, read, ended, again, cutOff, latest, about } = useChat(groupId);
  const [answering, setAnswering] = useState<ChatMessageView | null>(null);
  // The mark stays where it was when one came, while reading moves on.
  const [unread] = useState(() => firstUnread(messages, about?.readUntil));
  const bottom = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLOListElement>(null);
  const loadOlder = useKeptPlace(top, messages[0]?.id, list.fetchNextPage);
  useStayAtEnd(bottom, messages.at(-1)?.id, !!messages.at(-1)?.mine);
  useReading(groupId, messages.at(-1), about?.readUntil, ended, read);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 max-md:-mb-14">
      <p className="measure text-small text-ink-2">{t("chat.kept", { days: about?.keptDays })}</p>
      {list.hasNextPage && (
        <Button
          variant="secondary"
          className="justify-self-center"
          pending={list.isFetchingNextPage && t("state.loading")}
          onPress={loadOlder}
        >
          {t("chat.older")}
        </Button>
      )}
      {messages.length === 0 && <p className="measure text-ink-2">{t("chat.none")}</p>}
      <ol ref={top} aria-label={t("chat.messages")} className="m-0 grid list-none gap-3 p-0 [overflow-anchor:none]">
        {messages.map((message) => (
          <li key={message.id} className="grid gap-3">
            {message.id === unread && <Mark />}
            <Message
              groupId={groupId}
              message={message}
              onPut={put}
              onAnswer={setAnswering}
              helpHref={props.helpHref}
              moderation={props.moderation}
            />
          </li>
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {latest && t("chat.announce", { alias: latest.author.alias })}
      </p>
      <Desk
        nobodyWatches={t("chat.nobodyWatches")}
        helpHref={props.helpHref}
        cutOff={cutOff && !ended ? t("chat.cutOff") : undefined}
      >
        <Foot
          {...props}
          onAgain={ended ? again : undefined}
          mustRead={about?.mustReadAgreement ?? false}
          composer={
            <Composer groupId={groupId} answering={answering} onAnswered={() => setAnswering(null)} onPut={put} />
          }
        />
      </Desk>
      <div ref={bottom} aria-hidden />
    </div>
  );
}

/** Where one writes, or why one can't. */
function Foot(props: {
  onAgain?: () => void;
  resting?: boolean;
  mustRead: boolean;
  agreementHref?: string;
  composer: ReactNode;
}) {
  const t = useT();
  if (props.onAgain) {
    return (
      <Notice
        live
        actions={
          <Button size="small" variant="secondary" onPress={props.onAgain}>
            {t("error.tryAgain")}
          </Button>
        }
      >
        {t("chat.ended")}
      </Notice>
    );
  }
  if (props.resting) return <p className="font-semibold">{t("chat.resting")}</p>;
  if (props.mustRead) {
    return (
      <p className="font-semibold">
        {t("chat.mustRead")}{" "}
        {props.agreementHref && <OutLink href={props.agreementHref}>{t("chat.readAgreement")}</OutLink>}
      </p>
    );
  }
  return props.composer;
}

function Mark() {
  const t = useT();
  return (
    <p className="flex items-center gap-3 text-caption font-semibold text-iris before:h-px before:flex-1 before:bg-iris after:h-px after:flex-1 after:bg-iris">
      {t("chat.new")}
    </p>
  );
}

/** What is on screen has been seen: said once for each last message, while the page is looked at. */
function useReading(
  groupId: string,
  last: ChatMessageView | undefined,
  readUntil: string | null | undefined,
  ended: boolean,
  onRead: (messageId: string) => void,
) {
  const { run } = useMarkRead();
  const told = useRef(readUntil);
  const failed = useRef(false);
  const id = last?.id;
  useEffect(() => {
    const tell = () => {
      if (!id || ended || told.current === id || document.visibilityState !== "visible") return;
      told.current = id;
      void run({ groupId, messageId: id }).then((outcome) => {
        failed.current = !outcome.ok;
        if (outcome.ok) onRead(id);
      });
    };
    tell();
    const look = () => {
      // What did not arrive is told again with the next look at the page.
      if (failed.current) told.current = null;
      tell();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
}
