import { Ellipsis } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { centerBoot } from "@/api/boot";
import type { ChatReaction } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { dateInZone, formatTime, formatWhen, nowIso } from "@/lib/time";
import { Badge, Fault, IconButton } from "@/ui";
import { Press } from "@/ui/press";
import { useReact, useUnreact } from "./actions";
import { Deeds } from "./deeds";
import type { ChatMessageView } from "./merge";
import type { useChat } from "./use-chat";

export const reactions: readonly ChatReaction[] = ["WITH_YOU", "THANK_YOU", "ME_TOO", "STRENGTH", "SMILE"];

export type MessageProps = {
  groupId: string;
  message: ChatMessageView;
  onPut: ReturnType<typeof useChat>["put"];
  onAnswer: (message: ChatMessageView) => void;
  helpHref: string;
  moderation?: Moderation;
};

/** What whoever holds the room can decide about a message, beside what everybody can do. */
export type Moderation = (props: {
  message: ChatMessageView;
  onPut: MessageProps["onPut"];
  onDone: () => void;
}) => ReactNode;

/** Somebody's words, by the name they use in the group, with what one can do about them. */
export function Message(props: MessageProps) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const toMore = () => more.current?.focus();
  const { message } = props;
  const { author } = message;
  const there = message.body !== null && message.body !== undefined;
  const acts = there || message.folded;
  return (
    <article
      aria-labelledby={`${id}-who`}
      className={cx(
        "grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border border-line px-4 py-3",
        message.mine ? "ml-6 bg-accent-soft text-accent-soft-ink" : "mr-6 bg-surface",
      )}
    >
      <header className="flex items-start gap-2">
        <p id={`${id}-who`} className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
          <span className="break-words font-semibold">{message.mine ? t("chat.you") : author.alias}</span>
          {author.facilitates && <Badge tone="iris">{t("chat.facilitates")}</Badge>}
          <When message={message} />
        </p>
        {acts && (
          <IconButton
            ref={more}
            label={t("chat.more", { alias: author.alias })}
            aria-expanded={open}
            aria-controls={`${id}-deeds`}
            className="-mt-2 -mr-3 -mb-2 text-current"
            onPress={() => setOpen(!open)}
          >
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        )}
      </header>
      {message.replyTo && (
        <blockquote className="m-0 rounded-control bg-sunken px-3 py-1.5 text-small text-ink-2">
          <span className="font-semibold">{message.replyTo.author?.alias ?? t("chat.somebody")}</span>
          <span className="line-clamp-2 break-words">{message.replyTo.excerpt ?? t("chat.quoteGone")}</span>
        </blockquote>
      )}
      <Words message={message} />
      {there && <Reactions {...props} open={open} />}
      <div id={`${id}-deeds`}>
        {open && acts && (
          <Deeds
            {...props}
            onBack={toMore}
            onDone={() => {
              setOpen(false);
              toMore();
            }}
          />
        )}
      </div>
    </article>
  );
}

function When({ message }: { message: ChatMessageView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const today = dateInZone(message.sentAt, zone) === dateInZone(nowIso(), zone);
  return (
    <span className="text-caption opacity-90">
      <time dateTime={message.sentAt}>{(today ? formatTime : formatWhen)(message.sentAt, zone, locale)}</time>
      {message.state === "EDITED" && ` · ${t("chat.edited")}`}
      {message.flaggedByMe && ` · ${t("chat.flagged")}`}
    </span>
  );
}

function Words({ message }: { message: ChatMessageView }) {
  const t = useT();
  if (typeof message.body === "string") {
    return <p className="break-words whitespace-pre-wrap">{message.body}</p>;
  }
  const why = message.folded ? "chat.folded" : message.state === "HIDDEN" ? "chat.hidden" : "chat.deleted";
  return <p className="text-small italic opacity-90">{t(why)}</p>;
}

/** What there is, with how many; all of them to choose from while the message is open. */
function Reactions({ message, onPut, open }: MessageProps & { open: boolean }) {
  const t = useT();
  const add = useReact();
  const remove = useUnreact();
  const shown = reactions
    .map(
      (reaction) => message.reactions.find((one) => one.reaction === reaction) ?? { reaction, count: 0, mine: false },
    )
    .filter((one) => open || one.count > 0);
  if (!shown.length) return null;
  async function toggle(reaction: ChatReaction, mine: boolean) {
    const variables = { input: { messageId: message.id, reaction } };
    const outcome = mine ? await remove.run(variables) : await add.run(variables);
    if (outcome.ok) onPut(outcome.payload.message);
  }
  return (
    <>
      <ul aria-label={t("chat.reactions")} className="m-0 flex list-none flex-wrap gap-1.5 p-0">
        {shown.map(({ reaction, count, mine }) => (
          <li key={reaction}>
            <Press
              pressed={mine}
              onPress={() => void toggle(reaction, mine)}
              className={cx(
                "min-h-11 cursor-pointer rounded-full border-[1.5px] px-3 text-caption font-semibold",
                mine
                  ? "border-iris bg-iris-soft text-iris-soft-ink"
                  : "border-control bg-surface text-ink hover:bg-sunken",
              )}
            >
              {t(`chat.reaction.${reaction}`)}
              {count > 0 && ` · ${count}`}
            </Press>
          </li>
        ))}
      </ul>
      <Fault of={add} />
      <Fault of={remove} />
    </>
  );
}
