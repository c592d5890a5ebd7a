import { Footprints } from "lucide-react";
import { MentorTabs } from "@/features/mentoring/nav";
import { listClass, mentors, PairStateBadge, useDay, useMentoringWords } from "@/features/mentoring/words";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Badge, EmptyState, PageHeader, Section, TextLink } from "@/ui";
import { usePairChanges } from "./live";
import { Offers } from "./offers";
import { StandInQuestions, StandsInFor } from "./stand-ins";
import { Standing } from "./standing";
import { useOwnPairs } from "./use-own-pairs";

/** A mentor's own space: who asks, who walks with them, how much they carry. Nothing of their own record is here. */
export function MinePage() {
  const t = useT();
  return (
    <>
      <PageHeader title={t("staff.nav.mentor")} lead={t("mentoring.mine.lead")}>
        {t("staff.nav.mentor")}
      </PageHeader>
      <MentorTabs />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Section>
          <People />
        </Section>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Section>
            <Standing />
          </Section>
          {mentors() && (
            <Section loading={null}>
              <StandsInFor />
            </Section>
          )}
        </div>
      </div>
    </>
  );
}

const live = ["ACTIVE", "PAUSED", "STEPPING_BACK", "CLOSING"];

function People() {
  const t = useT();
  usePairChanges();
  const pairs = useOwnPairs();
  const walking = pairs.filter((pair) => live.includes(pair.state));
  const past = pairs.filter((pair) => pair.state === "CLOSED");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Offers pairs={pairs} />
      {mentors() && <StandInQuestions />}
      <section aria-labelledby="walking" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="walking" className="text-h2">
          {t("mentoring.mine.walking")}
        </h2>
        {walking.length === 0 ? (
          <EmptyState icon={<Footprints size={20} />}>{t("mentoring.mine.noPairs")}</EmptyState>
        ) : (
          <PairList label={t("mentoring.mine.walking")} pairs={walking} />
        )}
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past" className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 id="past" className="text-h2">
            {t("mentoring.mine.past")}
          </h2>
          <PairList label={t("mentoring.mine.past")} pairs={past} />
        </section>
      )}
    </div>
  );
}

function PairList(props: { label: string; pairs: readonly MentorPairLineFragment[] }) {
  const t = useT();
  const day = useDay();
  const words = useMentoringWords();
  const standing = (pair: MentorPairLineFragment) => {
    if (pair.lost && pair.closedAt) return t("mentoring.mine.lostOn", { day: day(pair.closedAt) });
    if (pair.state === "CLOSED" && pair.closedAt) return t("mentoring.closedOn", { day: day(pair.closedAt) });
    if (pair.state === "PAUSED") {
      return pair.pausedUntil ? t("mentoring.pausedUntil", { day: day(pair.pausedUntil) }) : t("mentoring.pausedOpen");
    }
    return pair.startedAt ? t("mentoring.since", { since: words.since(pair.startedAt) }) : "";
  };
  return (
    <ul aria-label={props.label} className={listClass}>
      {props.pairs.map((pair) => (
        <li key={pair.id} className="grid gap-0.5 px-4 py-3">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <TextLink className="font-semibold break-words" to="/mentorship/mine/$id" params={{ id: pair.id }}>
              {pair.client.name}
            </TextLink>
            {pair.client.pronouns && <span className="text-small text-ink-2">{pair.client.pronouns}</span>}
            {!pair.lost && <PairStateBadge state={pair.state} />}
            {pair.unreadMessages > 0 && (
              <Badge tone="info">{t("mentoring.mine.unread", { count: pair.unreadMessages })}</Badge>
            )}
          </span>
          <span className="text-small text-ink-2">{standing(pair)}</span>
          {pair.state === "ACTIVE" && !pair.agreedByMentor && (
            <span className="text-small text-honey">{t("mentoring.mine.readAgreement")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
