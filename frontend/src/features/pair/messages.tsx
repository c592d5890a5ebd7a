import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { centerBoot } from "@/api/boot";
import { useKeptPlace, useStayAtEnd } from "@/features/talk/scroll";
import { Desk, longest, Write } from "@/features/talk/write";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { cx } from "@/lib/cx";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Button, Fault, IconButton } from "@/ui";
import { useMarkWalkRead, useSendMessage, useTakeBackMessage } from "./actions";
import { useMessages, type WalkMessage } from "./use-messages";

/** What two people write to each other, live. `open`: they still walk together. */
export function Messages(props: { pairId: string; other: string; open: boolean; helpHref: string }) {
  const t = useT();
  const me = centerBoot().viewer.id;
  const { pairId, other } = props;
  const { list, messages, put, cutOff, latest, about } = useMessages(pairId, me);
  const end = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLOListElement>(null);
  const older = useKeptPlace(top, messages[0]?.id, list.fetchNextPage);
  useStayAtEnd(end, messages.at(-1)?.id, messages.at(-1)?.author.id === me);
  useReading(pairId, messages, me, about?.readUntil);
  const readByOther = about?.otherReadUntil;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 max-md:-mb-14">
      {list.hasNextPage && (
        <Button
          variant="secondary"
          className="justify-self-center"
          pending={list.isFetchingNextPage && t("state.loading")}
          onPress={older}
        >
          {t("walk.older")}
        </Button>
      )}
      {messages.length === 0 && (
        <p className="measure text-ink-2">{t("walk.messagesNone", { name: firstName(other) })}</p>
      )}
      <ol ref={top} aria-label={t("walk.messages")} className="m-0 grid list-none gap-3 p-0 [overflow-anchor:none]">
        {messages.map((message) => (
          <Message
            key={message.id}
            message={message}
            mine={message.author.id === me}
            seen={message.id === readByOther}
            onPut={put}
          />
        ))}
      </ol>
      <p aria-live="polite" className="sr-only">
        {latest && t("walk.announce", { name: latest.author.name })}
      </p>
      <Desk
        nobodyWatches={t("walk.nobodyWatches", { name: firstName(other) })}
        helpHref={props.helpHref}
        cutOff={cutOff ? t("walk.cutOff") : undefined}
      >
        {props.open ? (
          <Composer pairId={pairId} onPut={put} />
        ) : (
          <p className="font-semibold">{t("walk.messagesOver")}</p>
        )}
      </Desk>
      <div ref={end} aria-hidden />
    </div>
  );
}

type Put = ReturnType<typeof useMessages>["put"];

function Message(props: { message: WalkMessage; mine: boolean; seen: boolean; onPut: Put }) {
  const t = useT();
  const locale = useLocale();
  const { message, mine } = props;
  const [asking, setAsking] = useState(false);
  const back = useTakeBackMessage();
  async function takeBack() {
    const outcome = await back.run({ pairMessageId: message.id });
    if (outcome.ok) props.onPut(outcome.payload.message);
  }
  const gone = message.body === null || message.body === undefined;
  return (
    <li className={cx("grid gap-1", mine ? "justify-items-end" : "justify-items-start")}>
      <div className="flex max-w-[90%] items-center gap-1">
        {mine && !gone && (
          <IconButton
            label={t("walk.messageTakeBackAsk")}
            aria-expanded={asking}
            className="text-ink-3"
            onPress={() => setAsking(!asking)}
          >
            <Undo2 size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
        <div
          className={cx(
            "grid min-w-0 gap-1 rounded-card px-4 py-3",
            mine ? "bg-accent-soft text-accent-soft-ink" : "border border-line bg-surface",
          )}
        >
          <p className="text-caption opacity-90">
            <span className="font-semibold">{mine ? t("walk.me") : message.author.name}</span>
            {" · "}
            {formatWhen(message.sentAt, centerBoot().viewer.zone, locale)}
          </p>
          <p className={cx("whitespace-pre-line break-words", gone && "italic opacity-90")}>
            {gone ? t(mine ? "walk.messageGoneMine" : "walk.messageGone") : message.body}
          </p>
        </div>
      </div>
      {props.seen && mine && !gone && <p className="text-caption text-ink-2">{t("walk.seen")}</p>}
      {asking && !gone && <TakeBack deed={back} onYes={() => void takeBack()} onNo={() => setAsking(false)} />}
      <Fault of={back} />
    </li>
  );
}

function TakeBack(props: { deed: { pending: boolean }; onYes: () => void; onNo: () => void }) {
  const t = useT();
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button
        size="small"
        variant="secondary"
        autoFocus
        pending={props.deed.pending && t("form.saving")}
        onPress={props.onYes}
      >
        {t("walk.messageTakeBack")}
      </Button>
      <Button size="small" variant="quiet" onPress={props.onNo}>
        {t("form.cancel")}
      </Button>
    </div>
  );
}

function Composer({ pairId, onPut }: { pairId: string; onPut: Put }) {
  const t = useT();
  const keyFor = useAttemptKey();
  const deed = useSendMessage();
  const field = useRef<HTMLTextAreaElement>(null);
  async function send(body: string, round: number) {
    const content = { mentorshipId: pairId, body };
    const outcome = await deed.run({ input: { ...content, clientMutationId: keyFor({ ...content, round }) } });
    if (outcome.ok) onPut(outcome.payload.message);
    return outcome.ok;
  }
  return (
    <Write
      words={{
        write: t("walk.write"),
        send: t("walk.send"),
        sending: t("walk.sending"),
        tooLong: (count) => t("walk.tooLong", { most: longest, count }),
      }}
      send={send}
      deed={deed}
      field={field}
    />
  );
}

/** What is on screen has been seen: said once for each last message of the other, while the page is looked at. */
function useReading(
  pairId: string,
  messages: readonly WalkMessage[],
  me: string,
  readUntil: string | null | undefined,
) {
  const { run } = useMarkWalkRead();
  const told = useRef(readUntil);
  const last = messages.at(-1);
  const id = last?.author.id === me ? undefined : last?.id;
  useEffect(() => {
    const tell = () => {
      if (!id || told.current === id || document.visibilityState !== "visible") return;
      told.current = id;
      void run({ input: { mentorshipId: pairId, pairMessageId: id } }).then((outcome) => {
        // What did not arrive is told again with the next look at the page.
        if (!outcome.ok) told.current = null;
      });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  });
}
