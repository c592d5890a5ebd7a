import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { may } from "@/api/boot";
import { PairStateBadge } from "@/features/mentoring/words";
import { unmask } from "@/gql";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import {
  Avatar,
  BackLink,
  Badge,
  ButtonLink,
  Card,
  Notice,
  PageHeader,
  Section,
  TabLink,
  TabLinks,
  TextLink,
} from "@/ui";
import { Agreement } from "./agreement";
import { CheckIns } from "./check-ins";
import { Goals } from "./goals";
import { Meetings } from "./meetings";
import { Messages } from "./messages";
import { type PairPart, pairParts } from "./parts";
import { MentorCheckIn, MentorGoal, MentorMeeting, MentorPairLine, ownPair } from "./queries";
import { Debrief } from "./standing";

// What changes a pair comes when somebody opens that part.
const PairChange = lazy(() => import("./pair-change"));

/** One pair, as its mentor sees it. */
export function PairPage(props: { id: string; part: PairPart }) {
  const t = useT();
  const masked = useSuspenseQuery(ownPair(props.id)).data.mentorship;
  const pair = masked && unmask(MentorPairLine, masked);
  if (!masked || pair?.side !== "MENTOR") return <Notice tone="attention">{t("mentoring.mine.gone")}</Notice>;
  const live = pair.state !== "CLOSED";
  const rests = live && (pair.state === "PAUSED" || pair.mentorAway);
  return (
    <>
      <PageHeader
        title={t("mentoring.mine.pair")}
        back={<BackLink to="/mentorship/mine">{t("staff.nav.mentor")}</BackLink>}
        lead={pair.client.pronouns}
        actions={
          live &&
          !rests &&
          may("BOOK_FOR_CLIENTS") && (
            <ButtonLink variant="secondary" to="/book" search={{ client: pair.client.id }}>
              {t("mentoring.mine.book")}
            </ButtonLink>
          )
        }
      >
        <span className="flex flex-wrap items-center gap-3">
          <Avatar name={pair.client.name} />
          <span className="min-w-0 break-words">{pair.client.name}</span>
          {!pair.lost && <PairStateBadge state={pair.state} />}
        </span>
      </PageHeader>
      <Parts id={props.id} unread={pair.unreadMessages} />
      <Standing pair={pair} />
      {rests && <Notice>{t("mentoring.mine.meetingsRest")}</Notice>}
      {props.part === "messages" && (
        <Section>
          <Messages pair={pair} />
        </Section>
      )}
      {props.part === "goals" && (
        <Goals goals={masked.goals.map((goal) => unmask(MentorGoal, goal))} live={live} name={pair.client.name} />
      )}
      {props.part === "check-ins" && (
        <CheckIns checkIns={masked.checkIns.map((one) => unmask(MentorCheckIn, one))} name={pair.client.name} />
      )}
      {props.part === "meetings" && (
        <Meetings
          mentorshipId={pair.id}
          startedAt={pair.startedAt}
          meetings={masked.meetings.map((one) => unmask(MentorMeeting, one))}
          live={live}
          name={pair.client.name}
        />
      )}
      {props.part === "pair" && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
          <Section>
            <Agreement pair={pair} />
            <Shown words={masked.shownByOther} name={pair.client.name} />
          </Section>
          <Section>
            <PairChange pair={pair} />
          </Section>
        </div>
      )}
    </>
  );
}

/** What the person shows of their own life, in full. */
function Shown(props: { words: ReadonlyArray<{ code: string; label: string }>; name: string }) {
  const t = useT();
  if (props.words.length === 0) return null;
  return (
    <Card labelledBy="shown" className="grid gap-3">
      <h2 id="shown" className="text-h2 break-words">
        {t("mentoring.mine.shows", { name: props.name })}
      </h2>
      <p className="flex flex-wrap gap-1.5">
        {props.words.map((word) => (
          <Badge key={word.code} tone="iris">
            {word.label}
          </Badge>
        ))}
      </p>
    </Card>
  );
}

function Parts(props: { id: string; unread: number }) {
  const t = useT();
  return (
    <TabLinks label={t("mentoring.mine.pairParts")}>
      {pairParts.map((part) => (
        <TabLink
          key={part}
          to="/mentorship/mine/$id"
          params={{ id: props.id }}
          search={part === "messages" ? {} : { part }}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {part === "messages" && props.unread > 0
            ? t("mentoring.mine.messagesUnread", { count: props.unread })
            : t(`mentoring.mine.part.${part}`)}
        </TabLink>
      ))}
    </TabLinks>
  );
}

/** What stands out about the pair right now, on every part of its page. */
function Standing({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  if (pair.state === "CLOSING") {
    return (
      <Notice title={t(pair.endedByMe ? "mentoring.mine.goodbyeSaid" : "mentoring.mine.goodbyeHeard")}>
        {pair.endWords && !pair.endedByMe && (
          <p className="break-words whitespace-pre-line">
            <q>{pair.endWords}</q>
          </p>
        )}
        {!pair.endedByMe && (
          <TextLink to="/mentorship/mine/$id" params={{ id: pair.id }} search={{ part: "pair" }}>
            {t("mentoring.mine.do.goodbyeBack")}
          </TextLink>
        )}
      </Notice>
    );
  }
  if (pair.lost) {
    return (
      <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-4">
        <Notice title={t("mentoring.mine.lost", { name: pair.client.name })}>{t("mentoring.mine.lostText")}</Notice>
        <Debrief title={t("mentoring.mine.lostTalk")} />
      </div>
    );
  }
  if (pair.state === "CLOSED") return <Notice>{t("mentoring.mine.closed")}</Notice>;
  if (!pair.agreedByMentor) {
    return (
      <Notice tone="attention">
        <TextLink to="/mentorship/mine/$id" params={{ id: pair.id }} search={{ part: "pair" }}>
          {t("mentoring.mine.readAgreement")}
        </TextLink>
      </Notice>
    );
  }
  return null;
}
