import { useQueryClient } from "@tanstack/react-query";
import { memo, useCallback, useMemo, useState } from "react";
import { useAction } from "@/api/action";
import { useFind } from "@/features/caseload/find";
import { type FragmentType, unmask } from "@/gql";
import type { SteerProposalPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button, EmptyState } from "@/ui";
import { useSay } from "@/ui/deed";
import { Segmented } from "@/ui/fields";
import { FilterRow, FindField } from "@/ui/filters";
import { proposal, SteerDropPair, SteerProposalParts } from "./queries-proposal";
import { BestReasons } from "./reasons";
import { fits } from "./requests";
import { useMentoringWords } from "./words";

type Pair = SteerProposalPartsFragment["pairs"][number];

/** Marks one pair on the screen, without asking for all the others again. */
function useMark() {
  const queryClient = useQueryClient();
  return useCallback(
    (clientId: string, dropped: boolean, unmatched: number) =>
      queryClient.setQueryData(proposal.queryKey, (data) => {
        if (!data?.matchProposal) return data;
        const before = unmask(SteerProposalParts, data.matchProposal);
        const pairs = before.pairs.map((pair) => (pair.client.id === clientId ? { ...pair, dropped } : pair));
        const next = { ...before, pairs, unmatched };
        return { ...data, matchProposal: next as unknown as FragmentType<typeof SteerProposalParts> };
      }),
    [queryClient],
  );
}

/** The proposed pairs, the best fit first; each can be left out and taken in again. */
export function ProposedPairs({ draft }: { draft: SteerProposalPartsFragment }) {
  const t = useT();
  const { text, setText, find } = useFind();
  const [which, setWhich] = useState("all");
  const mark = useMark();
  const shown = useMemo(
    () =>
      draft.pairs.filter(
        (pair) =>
          (which === "all" || pair.dropped === (which === "dropped")) &&
          (!find || fits(pair.client.name, find) || fits(pair.mentor.name, find)),
      ),
    [draft.pairs, which, find],
  );
  return (
    <section aria-labelledby="proposed" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="proposed" className="text-h2">
        {t("mentoring.proposed")}
      </h2>
      <FilterRow>
        <FindField label={t("mentoring.findPair")} value={text} onChange={setText} />
        <Segmented
          hideLabel
          label={t("mentoring.whichPairs")}
          value={which}
          onChange={setWhich}
          options={(["all", "kept", "dropped"] as const).map((one) => ({ id: one, label: t(`mentoring.show.${one}`) }))}
        />
      </FilterRow>
      {shown.length === 0 && <EmptyState>{t("mentoring.noneFound")}</EmptyState>}
      {shown.length > 0 && (
        <ul
          aria-label={t("mentoring.proposed")}
          className="m-0 list-none divide-y divide-line overflow-clip rounded-card border border-line bg-surface p-0"
        >
          {shown.map((pair) => (
            <ProposedRow key={pair.client.id} proposalId={draft.id} pair={pair} onMark={mark} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Rows out of sight are not laid out: hundreds of them scroll like a few. */
const ProposedRow = memo(function ProposedRow(props: {
  proposalId: string;
  pair: Pair;
  onMark: (clientId: string, dropped: boolean, unmatched: number) => void;
}) {
  const t = useT();
  const say = useSay();
  const words = useMentoringWords();
  // One deed for each row: two rows in a row are two deeds.
  const drop = useAction(SteerDropPair, (data) => data.dropProposedPair);
  const { pair } = props;
  const names = { client: pair.client.name, mentor: pair.mentor.name };
  async function toggle() {
    const input = { matchProposalId: props.proposalId, clientId: pair.client.id, dropped: !pair.dropped };
    const outcome = await drop.run({ input });
    if (say(outcome) && outcome.ok) {
      props.onMark(input.clientId, input.dropped, outcome.payload.matchProposal?.unmatched ?? 0);
    }
  }
  return (
    <li
      className={cx(
        "grid items-center gap-x-6 gap-y-2 px-4 py-3 [contain-intrinsic-size:auto_47px] [content-visibility:auto] md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_8.5rem]",
        pair.dropped && "bg-sunken",
      )}
    >
      <span className="grid min-w-0 gap-1">
        <span className="font-semibold break-words">{t("mentoring.two", names)}</span>
        <span className="text-small text-ink-2">
          {pair.dropped
            ? t("mentoring.leftOut")
            : `${t("mentoring.fit", { score: pair.score })} · ${words.overlap(pair.overlapMinutes)}`}
        </span>
      </span>
      <BestReasons reasons={pair.reasons} label={t("mentoring.why")} of={t("mentoring.two", names)} />
      <Button
        size="small"
        className="justify-self-start md:justify-self-end"
        variant={pair.dropped ? "soft" : "secondary"}
        pending={drop.pending && t("form.saving")}
        aria-label={t(pair.dropped ? "mentoring.takeInNamed" : "mentoring.leaveOutNamed", names)}
        onPress={() => void toggle()}
      >
        {t(pair.dropped ? "mentoring.takeIn" : "mentoring.leaveOut")}
      </Button>
    </li>
  );
});
