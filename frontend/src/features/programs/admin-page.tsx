import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { ProgramLineFragment, ProgramState, ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { BackLink, Button, ButtonLink, Notice, Section, TabLink, TabLinks } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { StaffSetProgramState, stale } from "./deeds-program";
import { DetailsForm } from "./details-form";
import { type PlanPart, planParts } from "./plan-parts";
import { oneProgram, ProgramLine, ProgramWhole } from "./queries";
import { ProgramStateBadge } from "./words";

// Each part comes when it is looked at.
const PhasesEditor = lazy(() => import("./phases-editor"));
const CohortsEditor = lazy(() => import("./cohorts-editor"));
const IntakeEditor = lazy(() => import("./intake-editor"));

/** One program, to be planned: what it is, its phases, its cohorts, its packet. */
export function PlannedProgram(props: { id: string; part: PlanPart }) {
  const t = useT();
  const found = useSuspenseQuery(oneProgram(props.id)).data.program;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const program = unmask(ProgramWhole, found);
  const line = unmask(ProgramLine, program);
  const { part } = props;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <BackLink to="/admin/programs">{t("programs.title")}</BackLink>
          <h2 className="flex flex-wrap items-center gap-3 text-h2">
            <span className="min-w-0 break-words">{line.name}</span>
            <ProgramStateBadge state={line.state} />
          </h2>
        </div>
        <div className="flex flex-wrap gap-2">
          <StateButton program={line} />
          <ButtonLink variant="secondary" to="/programs/$id" params={{ id: line.id }}>
            {t("programs.toBoard")}
          </ButtonLink>
        </div>
      </div>
      {line.state === "DRAFT" && <Notice tone="info">{t("programs.draftText")}</Notice>}
      <TabLinks label={t("programs.parts")}>
        {planParts.map((one) => (
          <TabLink
            key={one}
            to="/admin/programs/$id"
            params={{ id: props.id }}
            search={one === "details" ? {} : { part: one }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(`programs.plan.${one}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Part key={`${part}-${line.state}`} part={part} program={program} />
    </div>
  );
}

/**
 * One part, edited on what it was when it was opened: what others save meanwhile takes nothing away that is being written.
 * Saved, or asked for, it begins anew with what is there now.
 */
function Part(props: { part: PlanPart; program: ProgramWholeFragment }) {
  const { part } = props;
  const [base, setBase] = useState({ program: props.program, round: 0 });
  const anew = (program: ProgramWholeFragment) => setBase(({ round }) => ({ program, round: round + 1 }));
  const given = { program: base.program, onSaved: anew, onReload: () => anew(props.program) };
  return (
    <Section key={base.round}>
      {part === "details" && <DetailsForm {...given} />}
      {part === "phases" && <PhasesEditor {...given} />}
      {part === "cohorts" && <CohortsEditor {...given} />}
      {part === "intake" && <IntakeEditor {...given} />}
    </Section>
  );
}

/** Opens it, or closes it to new people; whoever is in stays. */
function StateButton({ program }: { program: ProgramLineFragment }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const set = useAction(StaffSetProgramState, (data) => data.setProgramState, stale);
  const to: Exclude<ProgramState, "DRAFT"> = program.state === "OPEN" ? "CLOSED" : "OPEN";
  return (
    <>
      <Button variant={to === "OPEN" ? "primary" : "secondary"} onPress={() => setAsking(true)}>
        {t(`programs.set.${to}`)}
      </Button>
      {asking && (
        <DeedDialog
          title={t(`programs.setTitle.${to}`)}
          text={t(`programs.setText.${to}`)}
          confirm={t(`programs.set.${to}`)}
          done={t(`programs.setDone.${to}`)}
          run={() => set.run({ input: { programId: program.id, version: program.version, state: to } })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
