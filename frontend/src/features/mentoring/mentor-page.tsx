import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Footprints } from "lucide-react";
import { lazy, useState } from "react";
import { unmask } from "@/gql";
import type { SteerMentorWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import {
  Avatar,
  BackLink,
  Card,
  EmptyState,
  Facts,
  MoreButton,
  Notice,
  PageHeader,
  Section,
  TabLink,
  TabLinks,
  TextLink,
} from "@/ui";
import { PairRow } from "./active";
import { CredentialNotice } from "./credential-notice";
import { MentorSteps } from "./mentor-steps";
import { type PairDeed, PairDialogs } from "./pair-deeds";
import { type MentorPart, mentorParts } from "./parts";
import { pairNeeds, pairPages, SteerMentorLine, SteerPairLine } from "./queries";
import { oneMentor, SteerMentorWhole } from "./queries-mentors";
import { listClass, MentorStateBadge, useLoadWords, useMentoringWords, useStandInWords } from "./words";

// Each part brings its own fields: what is not looked at is not loaded.
const MentorTerms = lazy(() => import("./mentor-terms"));
const Credentials = lazy(() => import("./credentials").then((module) => ({ default: module.Credentials })));
const Training = lazy(() => import("./training").then((module) => ({ default: module.Training })));
const Supervision = lazy(() => import("./supervision").then((module) => ({ default: module.Supervision })));
const ConflictList = lazy(() => import("./conflict-list"));

/** A mentor as whoever steers mentoring sees them. */
export function MentorPage(props: { id: string; part: MentorPart }) {
  const t = useT();
  const masked = useSuspenseQuery(oneMentor(props.id)).data.mentor;
  if (!masked) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const whole = unmask(SteerMentorWhole, masked);
  const mentor = unmask(SteerMentorLine, whole);
  return (
    <>
      <PageHeader
        title={t("mentoring.mentor")}
        back={<BackLink to="/mentorship/mentors">{t("mentoring.mentors")}</BackLink>}
        lead={mentor.member.pronouns}
      >
        <span className="flex flex-wrap items-center gap-3">
          <Avatar name={mentor.member.name} />
          <span className="min-w-0 break-words">{mentor.member.name}</span>
          <MentorStateBadge mentor={mentor} />
        </span>
      </PageHeader>
      <TabLinks label={t("mentoring.mentorParts")}>
        {mentorParts.map((part) => (
          <TabLink
            key={part}
            to="/mentorship/mentors/$id"
            params={{ id: props.id }}
            search={part === "overview" ? {} : { part }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(`mentoring.part.${part}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Part {...props} whole={whole} />
    </>
  );
}

function Part({ id, part, whole }: { id: string; part: MentorPart; whole: SteerMentorWholeFragment }) {
  const t = useT();
  if (part === "overview") return <Overview whole={whole} />;
  return (
    <Section key={part}>
      {part === "credentials" && (
        <Credentials memberId={id} held={whole.credentials} lead={t("mentoring.credentialsLead")} />
      )}
      {part === "training" && <Training mentorId={id} training={whole.training} />}
      {part === "supervision" && <Supervision mentorId={id} whole={whole} />}
      {part === "pairs" && <MentorPairs mentorId={id} />}
      {part === "apart" && <ConflictList memberId={id} />}
    </Section>
  );
}

function Overview({ whole }: { whole: SteerMentorWholeFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const load = useLoadWords();
  const standsIn = useStandInWords();
  const mentor = unmask(SteerMentorLine, whole);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-2">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <CredentialNotice
          held={whole.credentials}
          expired={mentor.credentialExpired}
          ended={t("mentoring.credentialStops")}
        >
          <TextLink to="/mentorship/mentors/$id" params={{ id: mentor.id }} search={{ part: "credentials" }}>
            {t("mentoring.part.credentials")}
          </TextLink>
        </CredentialNotice>
        <MentorSteps whole={whole} />
        <Card labelledBy="about-mentor" className="grid content-start gap-4">
          <h2 id="about-mentor" className="text-h2">
            {t("mentoring.aboutThem")}
          </h2>
          {mentor.about && <p className="measure break-words whitespace-pre-line">{mentor.about}</p>}
          <Facts
            items={[
              { term: t("mentoring.languages"), value: words.languages(mentor.languages) },
              { term: t("mentoring.modes"), value: words.modes(mentor.modes) },
              { term: t("mentoring.load"), value: load(mentor) },
              { term: t("mentoring.backup"), value: standsIn(whole) },
            ]}
          />
        </Card>
      </div>
      <Section>
        <MentorTerms key={whole.version} whole={whole} />
      </Section>
    </div>
  );
}

function MentorPairs({ mentorId }: { mentorId: string }) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(pairPages({ mentorId }));
  const needs = useSuspenseQuery(pairNeeds).data.mentorshipBoard;
  const [deed, setDeed] = useState<PairDeed>();
  const pairs = list.data.pages.flatMap((page) => page.mentorships.nodes.map((node) => unmask(SteerPairLine, node)));
  if (pairs.length === 0) return <EmptyState icon={<Footprints size={20} />}>{t("mentoring.noPairs")}</EmptyState>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ul aria-label={t("mentoring.part.pairs")} className={listClass}>
        {pairs.map((pair) => (
          <li key={pair.id}>
            <PairRow
              withoutMentor
              pair={pair}
              needs={needs.find((row) => row.mentorshipId === pair.id)?.needs ?? []}
              onDeed={setDeed}
            />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
      <PairDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </div>
  );
}
