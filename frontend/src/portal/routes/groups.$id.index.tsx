import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound } from "@tanstack/react-router";
import { MessageCircle, UserRound } from "lucide-react";
import { AgreementCard } from "@/features/groups/agreement";
import { GroupPageParts, type GroupPageView } from "@/features/groups/group";
import { MeetingDoor } from "@/features/groups/meeting-door";
import {
  canJoin,
  chatIsThere,
  holdsName,
  MeetingParts,
  type MeetingView,
  meetingIsAhead,
  mustAsk,
  PlaceParts,
  type PlaceView,
  takesPart,
} from "@/features/groups/parts";
import { PlaceNotice } from "@/features/groups/place-notice";
import { oneGroup } from "@/features/groups/queries";
import { useMeetingPlace, useMeetingWhen } from "@/features/groups/when";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import type { GroupState } from "@/gql/graphql";
import { type MessageId, useLocale, useT } from "@/i18n";
import { formatClock, formatDate, formatDateRange } from "@/lib/time";
import { BackLink, Badge, ButtonLink, Card, Facts, Notice, OutLink, PageHeader, TextLink } from "@/ui";

export const Route = createFileRoute("/groups/$id/")({
  loader: async ({ context, params }) => {
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
  },
  component: GroupPage,
});

function GroupPage() {
  const t = useT();
  const words = useGroupWords();
  const { id } = Route.useParams();
  const found = useSuspenseQuery({ ...oneGroup(id), refetchInterval: 60_000 }).data.group;
  if (!found) return <Notice tone="attention">{t("groups.gone")}</Notice>;
  const group = unmask(GroupPageParts, found);
  const place = group.myMembership ? unmask(PlaceParts, group.myMembership) : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-flow-row-dense md:grid-cols-[minmax(0,1fr)_320px] md:gap-x-8">
      <div className="md:col-span-2">
        <PageHeader
          title={t("groups.one")}
          lead={`${words.audiences(group.audience)} · ${words.format(group.format)}`}
          back={<BackLink to="/groups">{t("groups.title")}</BackLink>}
        >
          {group.name}
        </PageHeader>
      </div>
      {(place || group.state !== "ACTIVE") && (
        <div className="grid gap-3 empty:hidden md:col-span-2">
          {place && <PlaceNotice place={place} />}
          {group.state !== "ACTIVE" && place?.leftBecause !== "GROUP_ENDED" && (
            <Notice tone="attention">{t(pause(group.state, place))}</Notice>
          )}
        </div>
      )}
      <div className="grid content-start gap-5 md:col-start-2">
        <Dates group={group} inside={place?.state === "ACTIVE"} />
        {place && holdsName(place) && <Own group={group} place={place} />}
      </div>
      <div className="grid content-start gap-5 md:col-start-1">
        {group.about && <p className="measure break-words whitespace-pre-line">{group.about}</p>}
        <About group={group} entry={group.state !== "CLOSED" && place?.state !== "REMOVED"} />
        {group.agreement && (
          <AgreementCard
            groupId={group.id}
            agreement={group.agreement}
            changed={(takesPart(place) && place?.mustReadAgreement) ?? false}
          />
        )}
      </div>
      {canJoin(group.state, place) && <JoinBar group={group} asks={mustAsk(group.access, place)} />}
    </div>
  );
}

/** Why nothing happens here now, to somebody inside and to somebody who looks in. */
function pause(state: GroupState, place: PlaceView | null): MessageId {
  if (state === "CLOSED") return "groups.closed";
  return takesPart(place) ? "groups.resting" : "groups.notOpen";
}

/** What the group is; how one gets in only where that is a way for the viewer. */
function About({ group, entry }: { group: GroupPageView; entry: boolean }) {
  const t = useT();
  const words = useGroupWords();
  const holders = group.facilitators.map((one) => (one.pronouns ? `${one.alias} (${one.pronouns})` : one.alias));
  return (
    <Card>
      <Facts
        items={[
          { term: t("groups.for"), value: words.audiences(group.audience) },
          { term: t("groups.how"), value: words.format(group.format) },
          group.pathways.length > 0 && {
            term: t("groups.filter.pathway"),
            value: group.pathways.map(words.pathway).join(", "),
          },
          {
            term: t("groups.filter.language"),
            value: <span className="inline-block first-letter:uppercase">{words.languages(group.languages)}</span>,
          },
          {
            term: t("groups.where"),
            value: group.location ? `${words.mode(group.mode)}, ${group.location}` : words.mode(group.mode),
          },
          Boolean(group.joinPhone) && {
            term: t("groups.phone"),
            value: <OutLink href={`tel:${group.joinPhone?.replace(/[^+\d]/g, "")}`}>{group.joinPhone}</OutLink>,
          },
          { term: t("groups.size"), value: words.size(group.size) },
          holders.length > 0 && { term: t("groups.holds"), value: holders.join(", ") },
          entry && { term: t("groups.access"), value: words.access(group.access) },
          group.accessibility.length > 0 && {
            term: t("groups.facts"),
            value: (
              <ul className="m-0 grid list-disc gap-0.5 pl-5">
                {group.accessibility.map((fact) => (
                  <li key={fact}>{words.fact(fact)}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Dates({ group, inside }: { group: GroupPageView; inside: boolean }) {
  const t = useT();
  const locale = useLocale();
  const meetings = group.nextMeetings.map((node) => unmask(MeetingParts, node));
  return (
    <Card labelledBy="dates">
      <h2 id="dates" className="text-h2">
        {t("groups.next")}
      </h2>
      {meetings.length === 0 && <p className="mt-2 text-ink-2">{t("groups.noMeeting")}</p>}
      <ul className="m-0 mt-2 grid list-none divide-y divide-line p-0">
        {meetings.map((meeting) => (
          <li key={meeting.id} className="grid grid-cols-[minmax(0,1fr)] gap-2 py-3">
            <OneDate meeting={meeting} />
            {inside && <MeetingDoor meeting={meeting} small />}
            {inside && meeting.state === "LIVE" && (
              <ButtonLink to="/groups/meetings/$id" params={{ id: meeting.id }} variant="quiet" block>
                {t("meet.room")}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      {group.breaks.map((one) => (
        <p key={one.id} className="border-line border-t pt-3 text-small break-words text-ink-2 not-last:pb-3">
          {t("groups.break", { days: formatDateRange(one.from, one.until, locale) })}
          {one.reason && `: ${one.reason}`}
        </p>
      ))}
      {inside && (
        <p className="border-line border-t pt-2">
          <TextLink to="/schedule" search={{ view: "past" }} className="inline-flex min-h-11 items-center">
            {t("groups.before")}
          </TextLink>
        </p>
      )}
    </Card>
  );
}

/** When and where, and what is different this time. */
function OneDate({ meeting }: { meeting: MeetingView }) {
  const t = useT();
  const locale = useLocale();
  const when = useMeetingWhen()(meeting);
  const place = useMeetingPlace()(meeting);
  const wall = (local: string) =>
    `${formatDate(local.slice(0, 10), locale)}, ${formatClock(local.slice(11, 16), locale)}`;
  return (
    <div className="grid gap-0.5">
      <p className="font-semibold first-letter:uppercase">
        {when.day}, <span className="inline-block">{when.time}</span>
      </p>
      <p className="text-small break-words text-ink-2">
        {place}
        {meeting.holder && ` · ${t("meet.with", { alias: meeting.holder.alias })}`}
        {when.zone && ` · ${when.zone}`}
      </p>
      {meeting.topic && <p className="text-small break-words">{meeting.topic}</p>}
      {meeting.movedFrom && meetingIsAhead(meeting) && (
        <p className="flex flex-wrap items-center gap-x-2 text-small text-ink-2">
          <Badge tone="attention">{t("groups.moved")}</Badge>
          {t("groups.movedFrom", { when: wall(meeting.movedFrom) })}
        </p>
      )}
      {meeting.state === "CANCELLED" && (
        <p className="text-small">
          <Badge>{t("meet.cancelled")}</Badge> {meeting.cancelReason}
        </p>
      )}
    </div>
  );
}

/** The viewer's own ways on: the chat, and their place under the name they chose. */
function Own({ group, place }: { group: GroupPageView; place: PlaceView }) {
  const t = useT();
  const { id } = group;
  const unread = place.unread >= 100 ? t("people.unreadMany") : t("people.unread", { count: place.unread });
  return (
    <div className="grid gap-3">
      {chatIsThere(group, place) && (
        <ButtonLink
          to="/groups/$id/chat"
          params={{ id }}
          variant="soft"
          block
          icon={<MessageCircle size={20} strokeWidth={1.75} aria-hidden />}
        >
          {place.unread > 0 ? `${t("groups.chat")}: ${unread}` : t("groups.chat")}
        </ButtonLink>
      )}
      <p className="text-small break-words text-ink-2">
        {t("groups.knownAs", { alias: place.alias })}
        {place.pronouns && ` (${place.pronouns})`}
      </p>
      <ButtonLink
        to="/groups/$id/place"
        params={{ id }}
        variant="secondary"
        block
        icon={<UserRound size={20} strokeWidth={1.75} aria-hidden />}
      >
        {t("groups.place")}
      </ButtonLink>
    </div>
  );
}

function JoinBar({ group, asks }: { group: GroupPageView; asks: boolean }) {
  const t = useT();
  return (
    <>
      <div aria-hidden className="h-20 md:hidden" />
      <div className="fixed inset-x-0 bottom-[calc(68px+env(safe-area-inset-bottom))] z-20 border-line border-t bg-surface px-4 py-3 md:sticky md:bottom-4 md:col-span-2 md:rounded-card md:border md:shadow-float">
        <ButtonLink to="/groups/$id/join" params={{ id: group.id }} size="large" block>
          {t(asks ? "groups.ask" : group.full ? "groups.waitForPlace" : "groups.join")}
        </ButtonLink>
      </div>
    </>
  );
}
