import { Link } from "@tanstack/react-router";
import { ChevronRight, MessageCircle } from "lucide-react";
import { MeetingDoor } from "@/features/groups/meeting-door";
import {
  chatIsThere,
  type GroupCardView,
  isOver,
  MeetingParts,
  meetingIsAhead,
  type PlaceView,
  takesPart,
} from "@/features/groups/parts";
import { PlaceNotice } from "@/features/groups/place-notice";
import { useMeetingWhen } from "@/features/groups/when";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { Badge, ButtonLink } from "@/ui";

function useNext() {
  const when = useMeetingWhen();
  return (group: GroupCardView) => {
    const [first] = group.nextMeetings.map((node) => unmask(MeetingParts, node)).filter(meetingIsAhead);
    if (!first) return { meeting: undefined, words: undefined };
    const { day, time, zone } = when(first);
    return { meeting: first, words: `${day}, ${time}${zone ? ` (${zone})` : ""}` };
  };
}

/** One of the viewer's own groups: when it meets, the way in, and what waits to be read. */
export function MyGroupCard({ place, group }: { place: PlaceView; group: GroupCardView }) {
  const t = useT();
  const next = useNext()(group);
  const inside = place.state === "ACTIVE";
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] content-start gap-3 rounded-card border border-line bg-surface p-5">
      <div className="grid gap-0.5">
        <h3 className="-my-2 text-h3 break-words">
          <Link
            to="/groups/$id"
            params={{ id: group.id }}
            className="inline-flex min-h-11 items-center text-accent underline decoration-1 underline-offset-3"
          >
            {group.name}
          </Link>
        </h3>
        {takesPart(place) && (
          <p className="text-small text-ink-2 first-letter:uppercase">
            {next.words ?? t(group.state === "CLOSED" ? "groups.closed" : "groups.noMeeting")}
          </p>
        )}
        {takesPart(place) && <p className="text-small text-ink-2">{t("groups.knownAs", { alias: place.alias })}</p>}
      </div>
      <PlaceNotice place={place} />
      {place.mustReadAgreement && (
        <ButtonLink to="/groups/$id" params={{ id: group.id }} hash="agreement" variant="soft" block>
          {t("groups.readAgreement")}
        </ButtonLink>
      )}
      {inside && next.meeting && <MeetingDoor meeting={next.meeting} small />}
      {chatIsThere(group, place) && <ChatLink group={group} unread={place.unread} />}
    </li>
  );
}

function ChatLink({ group, unread }: { group: GroupCardView; unread: number }) {
  const t = useT();
  return (
    <Link
      to="/groups/$id/chat"
      params={{ id: group.id }}
      className="-mx-2 flex min-h-12 items-center gap-2.5 rounded-control px-2 font-semibold text-accent no-underline hover:bg-accent-soft"
    >
      <MessageCircle size={20} strokeWidth={1.75} aria-hidden />
      <span className="flex-1">{t("groups.chat")}</span>
      {unread > 0 && (
        <Badge tone="iris">{unread >= 100 ? t("people.unreadMany") : t("people.unread", { count: unread })}</Badge>
      )}
    </Link>
  );
}

/** A group as one line of a list; the whole line is the link. */
export function BrowseRow({ group }: { group: GroupCardView }) {
  const t = useT();
  const words = useGroupWords();
  const next = useNext()(group);
  // Who has left looks in like anybody else.
  const mine = group.myMembership && !isOver(group.myMembership) ? group.myMembership : null;
  return (
    <li>
      <Link
        to="/groups/$id"
        params={{ id: group.id }}
        className="flex min-h-18 items-center gap-3.5 px-5 py-4 text-ink no-underline hover:bg-sunken"
      >
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="min-w-0 break-words font-semibold">{group.name}</span>
            {mine && <Badge tone={mine.state === "ACTIVE" ? "good" : "neutral"}>{words.membership(mine.state)}</Badge>}
            {!mine && group.full && <Badge>{t("groups.full")}</Badge>}
          </span>
          {next.words && <span className="text-small first-letter:uppercase">{next.words}</span>}
          <span className="text-small break-words text-ink-2">
            {[
              words.mode(group.mode),
              words.format(group.format),
              group.audience.length > 0 && words.audiences(group.audience),
              words.languages(group.languages),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
        <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
      </Link>
    </li>
  );
}
