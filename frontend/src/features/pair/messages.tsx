import { Undo2 } from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { cx } from "@/lib/cx";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Button, Fault, IconButton, OutLink } from "@/ui";
import { useMarkWalkRead, useSendMessage, useTakeBackMessage } from "./actions";
import { useMessages, type WalkMessage } from "./use-messages";

const longest = 4000;
const lengthOf = (text: string) => [...text.trim()].length;

/** What two people write to each other, live. `open`: they still walk together. */
export function Messages(props: { pairId: string; other: string; open: boolean; helpHref: string }) {
  const t = useT();
  const me = centerBoot().viewer.id;
  const { pairId, other } = props;
  const { list, messages, put, cutOff, latest, about } = useMessages(pairId, me);
  const end = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLOListElement>(null);
  const older = useKeptPlace(top, messages[0]?.id, list.fetchNextPage);
  useStayAtEnd(end, messages.at(-1), me);
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
      <div className="sticky bottom-[calc(68px+env(safe-area-inset-bottom))] z-20 -mx-4 grid gap-2 border-line border-t bg-surface px-4 py-3 md:bottom-4 md:mx-0 md:rounded-card md:border md:shadow-float">
        <p className="text-small">
          {t("walk.nobodyWatches", { name: firstName(other) })}{" "}
          <OutLink href={props.helpHref} className="inline-block font-semibold text-rose!">
            {t("help.now")}
          </OutLink>
        </p>
        <p role="status" className="text-small font-semibold text-honey empty:hidden">
          {cutOff && t("walk.cutOff")}
        </p>
        {props.open ? (
          <Composer pairId={pairId} onPut={put} />
        ) : (
          <p className="font-semibold">{t("walk.messagesOver")}</p>
        )}
      </div>
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

/** Where one writes. What was typed stays until it has arrived. */
function Composer(props: { pairId: string; onPut: Put }) {
  const t = useT();
  const id = useId();
  const keyFor = useAttemptKey();
  const send = useSendMessage();
  const [body, setBody] = useState("");
  const [round, setRound] = useState(0);
  const [tooLong, setTooLong] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  async function submit(event?: FormEvent) {
    event?.preventDefault();
    const text = body.trim();
    // What is too long stays whole, to be shortened by whoever wrote it.
    setTooLong(lengthOf(text) > longest);
    if (!text || lengthOf(text) > longest) return field.current?.focus();
    const content = { mentorshipId: props.pairId, body: text };
    // The same words sent again after they have arrived are another message; a retry is the same one.
    const outcome = await send.run({ input: { ...content, clientMutationId: keyFor({ ...content, round }) } });
    if (!outcome.ok) return;
    props.onPut(outcome.payload.message);
    setBody("");
    setRound((before) => before + 1);
    field.current?.focus();
  }
  const sends = (event: KeyboardEvent) => event.key === "Enter" && (event.ctrlKey || event.metaKey);
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="grid gap-2">
      {tooLong && (
        <p id={`${id}-long`} className="text-small font-semibold text-rose">
          {t("walk.tooLong", { most: longest, count: lengthOf(body) })}
        </p>
      )}
      <Fault of={send} />
      <div className="flex items-end gap-2">
        <label htmlFor={id} className="sr-only">
          {t("walk.write")}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={body.includes("\n") || body.length > 60 ? 3 : 1}
          value={body}
          aria-invalid={tooLong || undefined}
          aria-describedby={tooLong ? `${id}-long` : undefined}
          placeholder={t("walk.write")}
          onChange={(event) => {
            setBody(event.target.value);
            if (tooLong) setTooLong(lengthOf(event.target.value) > longest);
          }}
          onKeyDown={(event) => sends(event) && void submit(event)}
          className="max-h-48 w-full resize-y rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink placeholder:text-ink-3"
        />
        <Button type="submit" className="flex-none" pending={send.pending && t("walk.sending")}>
          {t("walk.send")}
        </Button>
      </div>
    </form>
  );
}

/** Older messages come above: what one reads stays where it is. */
function useKeptPlace(list: RefObject<HTMLElement | null>, first: string | undefined, load: () => Promise<unknown>) {
  const before = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first message is another one once older ones have come
  useLayoutEffect(() => {
    if (before.current === null || !list.current) return;
    window.scrollBy(0, list.current.offsetHeight - before.current);
    before.current = null;
  }, [first]);
  return () => {
    before.current = list.current?.offsetHeight ?? null;
    void load();
  };
}

/** Begins at the newest message, and follows new ones while the end is in sight; one's own always. */
function useStayAtEnd(end: RefObject<HTMLElement | null>, last: WalkMessage | undefined, me: string) {
  const came = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another last message moves the page
  useLayoutEffect(() => {
    const box = end.current?.getBoundingClientRect();
    if (!box) return;
    if (came.current && last?.author.id !== me && box.top > window.innerHeight + 240) return;
    const toEnd = () => end.current?.scrollIntoView({ block: "end" });
    toEnd();
    if (came.current) return;
    came.current = true;
    // The router puts a page that is new to its top, once it stands: the newest message comes after that.
    const frame = requestAnimationFrame(toEnd);
    return () => cancelAnimationFrame(frame);
  }, [last?.id]);
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
