import { useSuspenseQuery } from "@tanstack/react-query";
import { Network } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { unmask } from "@/gql";
import type { SteerProposalPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ButtonLink, EmptyState, Notice, PageHeader, Section } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { MentoringTabs } from "./nav";
import { ProgramFilter, usePrograms } from "./program-filter";
import { ProposedPairs } from "./proposed-pairs";
import { proposal, SteerDiscard, SteerProposalParts, SteerProposeAll, SteerPublish } from "./queries-proposal";
import { useMentoringWords } from "./words";

/** Weighing everybody with everybody takes longer than a click. Until it is published, nobody is asked. */
const slow = { invalidates: [keys.matchProposal], timeoutMs: 90_000 };
const asks = { ...slow, invalidates: [keys.matchProposal, keys.mentoring] };

type Props = { program?: string; onProgram: (program: string | undefined) => void };

/** A whole program matched at once: proposed, looked through, published. Until then nobody is asked. */
export function ProgramPage(props: Props) {
  const t = useT();
  return (
    <>
      <PageHeader title={t("mentoring.program")} lead={t("mentoring.programLead")}>
        {t("mentoring.program")}
      </PageHeader>
      <MentoringTabs />
      <Section>
        <Whole {...props} />
      </Section>
    </>
  );
}

function Whole(props: Props) {
  const t = useT();
  const { program } = props;
  const say = useSay();
  const masked = useSuspenseQuery(proposal).data.matchProposal;
  const found = masked && unmask(SteerProposalParts, masked);
  const propose = useAction(SteerProposeAll, (data) => data.proposeMatches, slow);
  const draft = found?.state === "DRAFT" ? found : undefined;
  const [asked, setAsked] = useState<"again" | "publish" | "discard">();
  async function run() {
    const outcome = await propose.run({ programId: program ?? null });
    say(outcome);
    return outcome;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {!draft && found && <Settled proposal={found} />}
      {!draft && <ProgramFilter id="program" value={program} onChange={props.onProgram} />}
      {!draft && (
        <EmptyState
          icon={<Network size={20} />}
          action={
            <Button pending={propose.pending && t("mentoring.proposing")} onPress={() => void run()}>
              {t(program ? "mentoring.proposeProgram" : "mentoring.proposeAll")}
            </Button>
          }
        >
          {t("mentoring.proposeText")}
        </EmptyState>
      )}
      {draft && (
        <>
          <Summary draft={draft} />
          <div className="flex flex-wrap gap-2">
            <Button isDisabled={draft.pairs.every((pair) => pair.dropped)} onPress={() => setAsked("publish")}>
              {t("mentoring.publish")}
            </Button>
            <Button variant="secondary" onPress={() => setAsked("again")}>
              {t("mentoring.proposeAgain")}
            </Button>
            <Button variant="quiet" onPress={() => setAsked("discard")}>
              {t("mentoring.discard")}
            </Button>
          </div>
          <ProposedPairs draft={draft} />
        </>
      )}
      {draft && asked === "publish" && <PublishDialog draft={draft} onClose={() => setAsked(undefined)} />}
      {draft && asked === "discard" && <DiscardDialog id={draft.id} onClose={() => setAsked(undefined)} />}
      {draft && asked === "again" && <AgainDialog draft={draft} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

/** For the same people as before, unless somebody says otherwise. */
function AgainDialog(props: { draft: SteerProposalPartsFragment; onClose: () => void }) {
  const t = useT();
  const propose = useAction(SteerProposeAll, (data) => data.proposeMatches, slow);
  const [program, setProgram] = useState(props.draft.programId ?? undefined);
  return (
    <DeedDialog
      title={t("mentoring.proposeAgain")}
      text={t("mentoring.proposeAgainText")}
      confirm={t("mentoring.proposeAgain")}
      run={() => propose.run({ programId: program ?? null })}
      onClose={props.onClose}
    >
      <ProgramFilter id="program-again" value={program} onChange={setProgram} />
    </DeedDialog>
  );
}

/** What the proposal comes to, in one sentence each. */
function Summary({ draft }: { draft: SteerProposalPartsFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const program = usePrograms().find((one) => one.id === draft.programId);
  const dropped = draft.pairs.filter((pair) => pair.dropped).length;
  return (
    <div role="status" className="grid gap-1">
      <p className="font-semibold">{t("mentoring.proposedCount", { count: draft.pairs.length - dropped })}</p>
      <p className="text-ink-2">
        {[
          program
            ? t("mentoring.forProgram", { program: program.name })
            : !draft.programId && t("mentoring.forEverybody"),
          dropped > 0 && t("mentoring.droppedCount", { count: dropped }),
          t("mentoring.unmatchedCount", { count: draft.unmatched }),
          t("mentoring.madeAgo", { ago: words.since(draft.createdAt) }),
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
    </div>
  );
}

/** What became of the last one. */
function Settled({ proposal: last }: { proposal: SteerProposalPartsFragment }) {
  const t = useT();
  const words = useMentoringWords();
  const ago = words.since(last.settledAt ?? last.createdAt);
  if (last.state === "DISCARDED") return <p className="text-ink-2">{t("mentoring.discardedAgo", { ago })}</p>;
  return (
    <Notice
      tone="good"
      title={t("mentoring.publishedAgo", { ago })}
      actions={
        <ButtonLink size="small" variant="secondary" to="/mentorship" search={{ view: "suggested" }}>
          {t("mentoring.seeAsked")}
        </ButtonLink>
      }
    >
      {t("mentoring.publishedText", { count: last.pairs.filter((pair) => !pair.dropped).length })}
    </Notice>
  );
}

function PublishDialog(props: { draft: SteerProposalPartsFragment; onClose: () => void }) {
  const t = useT();
  const publish = useAction(SteerPublish, (data) => data.publishMatches, asks);
  const count = props.draft.pairs.filter((pair) => !pair.dropped).length;
  return (
    <DeedDialog
      title={t("mentoring.publishTitle", { count })}
      text={t("mentoring.publishDialog")}
      confirm={t("mentoring.publishNow")}
      done={t("mentoring.published")}
      run={() => publish.run({ matchProposalId: props.draft.id })}
      onClose={props.onClose}
    />
  );
}

function DiscardDialog(props: { id: string; onClose: () => void }) {
  const t = useT();
  const discard = useAction(SteerDiscard, (data) => data.discardMatches, slow);
  return (
    <DeedDialog
      title={t("mentoring.discardTitle")}
      text={t("mentoring.discardText")}
      confirm={t("mentoring.discard")}
      done={t("mentoring.discarded")}
      run={() => discard.run({ matchProposalId: props.id })}
      onClose={props.onClose}
    />
  );
}
