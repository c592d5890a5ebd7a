import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Footprints } from "lucide-react";
import { useState } from "react";
import { unmask } from "@/gql";
import type { MentorshipState, SteerPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { EmptyState, ErrorNotice, MoreButton, SkeletonList, TextLink } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { NeedList, type PairDeed, PairDialogs, PairMenu } from "./pair-deeds";
import { pairNeeds, pairPages, SteerPairLine } from "./queries";
import { pairStates } from "./search";
import { Surveys } from "./surveys";
import { listClass, PairStateBadge, useDay, useMentoringWords } from "./words";

/** Who walks together, and how the pair stands. Nothing of what is said in it. */
export function ActivePairs(props: { state: MentorshipState; onState: (state: MentorshipState) => void }) {
  const t = useT();
  const list = useInfiniteQuery({ ...pairPages({ state: props.state }), placeholderData: keepPreviousData });
  const needs = useSuspenseQuery(pairNeeds).data.mentorshipBoard;
  const [deed, setDeed] = useState<PairDeed>();
  const pairs = list.data?.pages.flatMap((page) => page.mentorships.nodes.map((node) => unmask(SteerPairLine, node)));
  return (
    <>
      <NativeSelect
        id="pair-state"
        hideLabel
        label={t("mentoring.whichPairs")}
        value={props.state}
        onChange={(state) => props.onState(state as MentorshipState)}
        options={pairStates.map((id) => ({ id, label: t(`mentoring.pairState.${id}`) }))}
      />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={3} rowClass="h-14 w-full" />}
      {pairs?.length === 0 && <EmptyState icon={<Footprints size={20} />}>{t("mentoring.noPairs")}</EmptyState>}
      {pairs && pairs.length > 0 && (
        <ul aria-label={t("mentoring.active")} className={listClass}>
          {pairs.map((pair) => (
            <li key={pair.id}>
              <PairRow
                pair={pair}
                needs={needs.find((row) => row.mentorshipId === pair.id)?.needs ?? []}
                onDeed={setDeed}
              />
            </li>
          ))}
        </ul>
      )}
      <MoreButton list={list} label={t("documents.more")} />
      <PairDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </>
  );
}

type Needs = Parameters<typeof NeedList>[0]["needs"];

export function PairRow(props: {
  pair: SteerPairLineFragment;
  needs: Needs;
  withoutMentor?: boolean;
  onDeed: (deed: PairDeed) => void;
}) {
  const t = useT();
  const standing = useStanding();
  const { pair } = props;
  return (
    <div className="flex items-start gap-2 py-3 pr-2 pl-4">
      <div className="grid min-w-0 flex-1 gap-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <TextLink className="font-semibold break-words" to="/clients/$id" params={{ id: pair.client.id }}>
            {pair.client.name}
          </TextLink>
          <PairStateBadge state={pair.state} />
        </span>
        {!props.withoutMentor && (
          <span className="text-small">
            {t("mentoring.with")}{" "}
            <TextLink className="break-words" to="/mentorship/mentors/$id" params={{ id: pair.mentor.id }}>
              {pair.mentor.name}
            </TextLink>
          </span>
        )}
        <span className="text-small text-ink-2">{standing(pair)}</span>
        <NeedList needs={props.needs} mentorId={pair.mentor.id} />
        {pair.answeredSurvey && <Surveys pair={pair} />}
      </div>
      <PairMenu pair={pair} onDeed={props.onDeed} />
    </div>
  );
}

function useStanding(): (pair: SteerPairLineFragment) => string {
  const t = useT();
  const day = useDay();
  const words = useMentoringWords();
  return (pair) => {
    const since = pair.startedAt ? t("mentoring.since", { since: words.since(pair.startedAt) }) : "";
    const how =
      pair.state === "PAUSED"
        ? pair.pausedUntil
          ? t("mentoring.pausedUntil", { day: day(pair.pausedUntil) })
          : t("mentoring.pausedOpen")
        : pair.state === "CLOSING" && pair.closingSince
          ? t("mentoring.closingSince", { day: day(pair.closingSince) })
          : pair.state === "CLOSED" && pair.closedAt
            ? t("mentoring.closedOn", { day: day(pair.closedAt) })
            : "";
    const backup = pair.backupConsent && t("mentoring.backupYes");
    return [since, how, backup].filter(Boolean).join(" · ") || t("mentoring.lastChange", { day: day(pair.updatedAt) });
  };
}
