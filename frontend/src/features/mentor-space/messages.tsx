import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { centerBoot } from "@/api/boot";
import type { Drift, MentorMessageFragment, MentorPairLineFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { dateInZone, formatTime, formatWhen, nowIso } from "@/lib/time";
import { Button, OutLink } from "@/ui";
import { useSay } from "@/ui/deed";
import { useMarkRead, useTakeBack } from "./deeds-pair";
import { DriftHints } from "./drift";
import { useMessages } from "./use-messages";
import { Writer } from "./writer";

/** What the two write to each other. Nobody else reads it. */
export function Messages({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const { list, messages, put, cutOff, about } = useMessages(pair.id);
  const [hints, setHints] = useState<readonly Drift[]>([]);
  const end = useRef<HTMLDivElement>(null);
  const me = centerBoot().viewer.id;
  const last = messages.at(-1);
  useStayAtEnd(end, last, last?.author.id === me);
  useReading(pair.id, last, about?.readUntil);
  const heard = last && last.author.id !== me ? last : undefined;
  return (
    <section aria-labelledby="messages" className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="messages" className="text-h2">
        {t("mentoring.mine.part.messages")}
      </h2>
      {list.hasNextPage && (
        <Button
          variant="secondary"
          className="justify-self-center"
          pending={list.isFetchingNextPage && t("state.loading")}
          onPress={() => void list.fetchNextPage()}
        >
          {t("mentoring.mine.older")}
        </Button>
      )}
      {messages.length === 0 && (
        <p className="measure text-ink-2">{t("mentoring.mine.noMessages", { name: pair.client.name })}</p>
      )}
      <ol aria-label={t("mentoring.mine.part.messages")} className="m-0 grid list-none gap-3 p-0">
        {messages.map((message) => (
          <li key={message.id}>
            <Message message={message} mine={message.author.id === me} onPut={put} />
          </li>
        ))}
      </ol>
      {last?.author.id === me && about?.otherReadUntil === last.id && (
        <p className="text-small text-ink-2">{t("mentoring.mine.wasRead", { name: pair.client.name })}</p>
      )}
      <p aria-live="polite" className="sr-only">
        {heard && t("mentoring.mine.announce", { name: heard.author.name })}
      </p>
      <div className="sticky bottom-[calc(68px+env(safe-area-inset-bottom))] z-20 -mx-4 grid gap-2 border-line border-t bg-surface px-4 py-3 md:bottom-4 md:mx-0 md:rounded-card md:border md:shadow-float">
        <DriftHints sent hints={hints} onClose={() => setHints([])} />
        <Help cutOff={cutOff} />
        {pair.state === "CLOSED" ? (
          <p className="font-semibold">{t("mentoring.mine.writingOver")}</p>
        ) : (
          <Writer mentorshipId={pair.id} name={pair.client.name} onPut={put} onHints={setHints} />
        )}
      </div>
      <div ref={end} aria-hidden />
    </section>
  );
}

/** Whom to call, and whether what one sees is all there is. */
function Help({ cutOff }: { cutOff: boolean }) {
  const t = useT();
  return (
    <>
      <p className="text-small">
        {t("mentoring.mine.nobodyWatches")}{" "}
        <OutLink href={`${centerBoot().base}/help`} className="inline-block font-semibold text-rose!">
          {t("help.now")}
        </OutLink>
      </p>
      <p role="status" className="text-small font-semibold text-honey empty:hidden">
        {cutOff && t("mentoring.mine.cutOff")}
      </p>
    </>
  );
}

function Message(props: {
  message: MentorMessageFragment;
  mine: boolean;
  onPut: ReturnType<typeof useMessages>["put"];
}) {
  const t = useT();
  const locale = useLocale();
  const say = useSay();
  const takeBack = useTakeBack();
  const { zone } = centerBoot().viewer;
  const { message, mine } = props;
  const today = dateInZone(message.sentAt, zone) === dateInZone(nowIso(), zone);
  const there = typeof message.body === "string";
  async function back() {
    const outcome = await takeBack.run({ pairMessageId: message.id });
    if (say(outcome) && outcome.ok) props.onPut(outcome.payload.message);
  }
  return (
    <article
      className={cx(
        "grid grid-cols-[minmax(0,1fr)] gap-1 rounded-card border border-line px-4 py-3",
        mine ? "ml-8 bg-accent-soft text-accent-soft-ink" : "mr-8 bg-surface",
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-semibold break-words">{mine ? t("mentoring.mine.you") : message.author.name}</span>
        <time dateTime={message.sentAt} className="text-caption opacity-90">
          {(today ? formatTime : formatWhen)(message.sentAt, zone, locale)}
        </time>
      </p>
      {there ? (
        <p className="break-words whitespace-pre-wrap">{message.body}</p>
      ) : (
        <p className="text-small italic opacity-90">{t("mentoring.mine.takenBack")}</p>
      )}
      {mine && there && (
        <Button
          size="small"
          variant="quiet"
          className="-mb-1 -ml-3 justify-self-start text-current"
          pending={takeBack.pending && t("form.saving")}
          onPress={() => void back()}
        >
          {t("mentoring.takeBack")}
        </Button>
      )}
    </article>
  );
}

/** Begins at the newest message, and follows new ones while the end is in sight; one's own always. */
function useStayAtEnd(end: RefObject<HTMLElement | null>, last: MentorMessageFragment | undefined, mine: boolean) {
  const came = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another last message moves the page
  useLayoutEffect(() => {
    const box = end.current?.getBoundingClientRect();
    if (!box || !last) return;
    if (came.current && !mine && box.top > window.innerHeight + 240) return;
    const toEnd = () => end.current?.scrollIntoView({ block: "end" });
    toEnd();
    if (came.current) return;
    came.current = true;
    // The router puts a page that is new to its top, once it stands: the newest message comes after that.
    const frame = requestAnimationFrame(toEnd);
    return () => cancelAnimationFrame(frame);
  }, [last?.id]);
}

/** What is on screen has been read: said once for each last message, while the page is looked at. */
function useReading(
  mentorshipId: string,
  last: MentorMessageFragment | undefined,
  readUntil: string | null | undefined,
) {
  const { run } = useMarkRead();
  const told = useRef(readUntil);
  const id = last?.id;
  useEffect(() => {
    const tell = () => {
      if (!id || told.current === id || document.visibilityState !== "visible") return;
      told.current = id;
      void run({ input: { mentorshipId, pairMessageId: id } }).then((outcome) => {
        // What did not arrive is told again with the next look at the page.
        if (!outcome.ok) told.current = null;
      });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  });
}
