import { useQuery } from "@tanstack/react-query";
import { EllipsisVertical, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { EndReason, MentorshipState, PairNeedKind } from "@/gql/graphql";
import { useT } from "@/i18n";
import { TextLink } from "@/ui";
import { Menu, TriggerButton } from "@/ui/overlay";
import { SteerEnd, SteerHandOver, SteerPause, SteerResume, stalePairs } from "./deeds";
import { GoodbyeFields, PairQuestion, useGoodbyeWords } from "./pair-question";
import { onePair, SteerPairLine } from "./queries";
import { useMentoringWords } from "./words";

type Pair = {
  id: string;
  client: { id: string; name: string };
  mentor: { id: string; name: string };
  state: MentorshipState;
  /** The client said yes to whoever stands in now. */
  backupConsent: boolean;
};

/** Needs of the mentor, and where on their page they are mended. */
const mended: Partial<Record<PairNeedKind, "overview" | "credentials">> = {
  CREDENTIAL_EXPIRED: "credentials",
  CREDENTIAL_EXPIRING: "credentials",
  OVER_LOAD: "overview",
  MENTOR_RESTS: "overview",
  MENTOR_AWAY: "overview",
  NO_STAND_IN: "overview",
};

/** Why a pair may need somebody, in words and with a sign: never by color alone. Each leads to where it can be mended. */
export function NeedList(props: {
  needs: ReadonlyArray<{ kind: PairNeedKind; number?: number | null }>;
  mentorId: string;
}) {
  const t = useT();
  const words = useMentoringWords();
  if (props.needs.length === 0) return null;
  return (
    <ul aria-label={t("mentoring.needs")} className="m-0 grid list-none gap-0.5 p-0">
      {props.needs.map((need) => (
        <li key={need.kind} className="flex items-start gap-1.5 text-small text-honey">
          <TriangleAlert size={14} aria-hidden className="mt-1 flex-none" />
          <Mend kind={need.kind} mentorId={props.mentorId}>
            {words.need(need)}
          </Mend>
        </li>
      ))}
    </ul>
  );
}

function Mend(props: { kind: PairNeedKind; mentorId: string; children: string }) {
  const part = mended[props.kind];
  if (!part) return props.children;
  return (
    <TextLink
      className="text-honey!"
      to="/mentorship/mentors/$id"
      params={{ id: props.mentorId }}
      search={part === "overview" ? {} : { part }}
    >
      {props.children}
    </TextLink>
  );
}

type Deed = "pause" | "resume" | "handOver" | "end";
/** What somebody is about to do, and to which pair. */
export type PairDeed = { kind: Deed; pair: Pair };

/** What there is to do about a pair as it stands. */
function deedsOf({ state, backupConsent }: Pick<Pair, "state" | "backupConsent">): Deed[] {
  if (state === "CLOSING") return ["end"];
  if (state !== "ACTIVE" && state !== "PAUSED" && state !== "STEPPING_BACK") return [];
  const all: Array<Deed | false> = [
    state === "ACTIVE" && "pause",
    state === "PAUSED" && "resume",
    backupConsent && "handOver",
    "end",
  ];
  return all.filter((deed) => deed !== false);
}

/** What whoever steers can do about a pair. The question itself stands beside the list: rows come and go. */
export function PairMenu({ pair, onDeed }: { pair: Pair; onDeed: (deed: PairDeed) => void }) {
  const t = useT();
  const deeds = deedsOf(pair);
  if (deeds.length === 0) return null;
  const label = t("mentoring.moreFor", { client: pair.client.name, mentor: pair.mentor.name });
  return (
    <Menu
      label={label}
      trigger={
        <TriggerButton label={label}>
          <EllipsisVertical size={18} aria-hidden />
        </TriggerButton>
      }
      entries={deeds.map((kind) => ({
        id: kind,
        label: t(`mentoring.deed.${kind}`),
        danger: kind === "end",
        onAction: () => onDeed({ kind, pair }),
      }))}
    />
  );
}

/** One dialog for a whole list. */
export function PairDialogs(props: { deed: PairDeed | undefined; onClose: () => void }) {
  if (!props.deed) return null;
  return <PairDialog key={props.deed.pair.id} deed={props.deed} onClose={props.onClose} />;
}

const reasons: readonly EndReason[] = [
  "CENTER",
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
  "MENTOR_RESTS",
];

function useDeeds() {
  const pause = useAction(SteerPause, (data) => data.pauseMentorship, stalePairs);
  const resume = useAction(SteerResume, (data) => data.resumeMentorship, stalePairs);
  const handOver = useAction(SteerHandOver, (data) => data.handOverMentorship, stalePairs);
  const end = useAction(SteerEnd, (data) => data.endMentorship, stalePairs);
  return (kind: Deed, mentorshipId: string, goodbye: { reason: EndReason; words: string; state: MentorshipState }) => {
    if (kind === "pause") return pause.run({ input: { mentorshipId } });
    if (kind === "resume") return resume.run({ mentorshipId });
    return kind === "handOver" ? handOver.run({ mentorshipId }) : end.run({ input: { mentorshipId, ...goodbye } });
  };
}

/** Asks how the pair stands now: lists may be old by the time somebody acts, and somebody else may act meanwhile. */
function PairDialog({ deed, onClose }: { deed: PairDeed; onClose: () => void }) {
  const t = useT();
  const run = useDeeds();
  const fresh = useQuery({ ...onePair(deed.pair.id), staleTime: 0, refetchOnWindowFocus: false });
  // What an earlier dialog was told does not count.
  const now = fresh.isFetchedAfterMount ? fresh.data?.mentorship : undefined;
  const pair = now ? unmask(SteerPairLine, now) : deed.pair;
  const [{ kind, seen }, setAsked] = useState({ kind: deed.kind, seen: deed.pair.state });
  const goodbye = useGoodbyeWords("CENTER");
  const names = { client: pair.client.name, mentor: pair.mentor.name };
  const back = kind === "end" && seen === "CLOSING";
  return (
    <PairQuestion
      now={pair.state}
      seen={seen}
      names={t("mentoring.two", names)}
      choices={deedsOf(pair).map((id) => ({ id, label: t(`mentoring.deed.${id}`) }))}
      onChoose={(next) => setAsked({ kind: next, seen: pair.state })}
      refresh={fresh.refetch}
      danger={kind === "end"}
      title={t(`mentoring.deedTitle.${kind}`, names)}
      text={t(back ? "mentoring.deedText.endNow" : `mentoring.deedText.${kind}`, names)}
      confirm={t(`mentoring.deed.${kind}`)}
      done={t(`mentoring.deedDone.${kind}`)}
      run={() => run(kind, pair.id, { reason: goodbye.reason, words: goodbye.words, state: seen })}
      onClose={onClose}
    >
      {kind === "end" && (!back || goodbye.words) && (
        <GoodbyeFields
          goodbye={goodbye}
          reasons={reasons}
          label={t("mentoring.endWords")}
          hint={t(back || pair.state === "CLOSING" ? "mentoring.wordsUnsent" : "mentoring.endWordsHint")}
        />
      )}
    </PairQuestion>
  );
}
