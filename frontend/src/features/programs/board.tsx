import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Plus, Users } from "lucide-react";
import { unmask } from "@/gql";
import type { EnrollmentState, ProgramWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import {
  BackLink,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  Notice,
  PageHeader,
  ProgressBar,
  Section,
  SkeletonList,
  TabLink,
  TabLinks,
} from "@/ui";
import { Cohorts } from "./cohorts";
import { isIn } from "./kinds";
import { Line } from "./line";
import { mayMove, plansPrograms, seesLine } from "./may";
import { type Missing, PeopleTable } from "./people-table";
import { CaseRow, casePages, intakePages, oneProgram, ProgramLine, ProgramWhole } from "./queries";
import { type BoardSearch, orderOf } from "./search";
import { ProgramStateBadge, usePlaces } from "./words";

/** Where people are, in the order of the way; who waits comes first, for nobody should be forgotten there. */
const parts = ["WAITLISTED", "INQUIRY", "INTAKE", "ACTIVE", "ON_HOLD", "DISCHARGED", "AFTERCARE"] as const;
/** An offer stands with the line it came from. */
const statesOf = (state: EnrollmentState): EnrollmentState[] =>
  state === "WAITLISTED" ? ["WAITLISTED", "OFFERED"] : [state];

/** One program, for whoever runs it: places, the line, and everybody on their way. */
export function BoardPage(props: { id: string; search: BoardSearch }) {
  const t = useT();
  const found = useSuspenseQuery(oneProgram(props.id)).data.program;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const program = unmask(ProgramWhole, found);
  const line = unmask(ProgramLine, program);
  const { search } = props;
  const state = search.state ?? (seesLine() ? "WAITLISTED" : "ACTIVE");
  return (
    <>
      <PageHeader
        title={t("programs.one")}
        back={<BackLink to="/programs">{t("programs.title")}</BackLink>}
        lead={t(`programs.level.${line.level}`)}
        actions={
          <>
            {mayMove() && line.state === "OPEN" && (
              <ButtonLink to="/programs/begin" search={{ program: line.id }} icon={<Plus size={18} aria-hidden />}>
                {t("programs.begin")}
              </ButtonLink>
            )}
            {plansPrograms() && (
              <ButtonLink variant="secondary" to="/admin/programs/$id" params={{ id: line.id }}>
                {t("programs.change")}
              </ButtonLink>
            )}
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 break-words">{line.name}</span>
          <ProgramStateBadge state={line.state} />
        </span>
      </PageHeader>
      <Places program={program} />
      <PartTabs program={program} state={state} search={search} />
      {search.view === "cohorts" ? (
        <Cohorts program={program} />
      ) : (
        <Part key={state} program={program} state={state} search={search} />
      )}
    </>
  );
}

/** How full it is: the number in words, the bar beside it. */
function Places({ program }: { program: ProgramWholeFragment }) {
  const t = useT();
  const places = usePlaces();
  const line = unmask(ProgramLine, program);
  const words = places(line);
  return (
    <div className="grid max-w-md gap-1">
      <p className="flex flex-wrap justify-between gap-x-4 text-small">
        <span className="tnum font-semibold">{words}</span>
        <span className="tnum text-ink-2">{t("programs.waiting", { count: line.waiting ?? 0 })}</span>
      </p>
      {line.capacity ? <ProgressBar hideLabel label={words} value={(line.taken ?? 0) / line.capacity} /> : null}
    </div>
  );
}

type PartProps = { program: ProgramWholeFragment; state: EnrollmentState; search: BoardSearch };

/** The states of the way, and the cohorts of a program that has some. */
function PartTabs({ program, state, search }: PartProps) {
  const t = useT();
  const { id } = unmask(ProgramLine, program);
  return (
    <TabLinks label={t("programs.parts")}>
      {parts.map((one) => (
        <TabLink
          key={one}
          to="/programs/$id"
          params={{ id }}
          search={{ state: one }}
          aria-current={!search.view && one === state ? "page" : undefined}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t(`programs.part.${one}`)}
        </TabLink>
      ))}
      {program.cohorts.length > 0 && (
        <TabLink to="/programs/$id" params={{ id }} search={{ view: "cohorts" }}>
          {t("programs.cohorts")}
        </TabLink>
      )}
    </TabLinks>
  );
}

function Part(props: PartProps) {
  const { state, program } = props;
  const { id } = unmask(ProgramLine, program);
  if (state === "WAITLISTED" && seesLine()) {
    return (
      <Section>
        <Line programId={id} />
      </Section>
    );
  }
  if (state === "INTAKE") return <Intake programId={id} />;
  return <People {...props} />;
}

/** Those in one state; of a program with phases, by phase. */
function People({ program, state, search }: PartProps) {
  const t = useT();
  const { id } = unmask(ProgramLine, program);
  const byPhase = program.phases.length > 0 && (state === "ACTIVE" || state === "ON_HOLD");
  const phase = byPhase ? program.phases.find((one) => one.id === search.phase) : undefined;
  const list = useInfiniteQuery({
    ...casePages({
      filter: { programId: id, states: statesOf(state), phaseId: phase?.id ?? null, quiet: search.quiet ?? null },
      order: orderOf(search),
    }),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.clients.nodes.map((node) => unmask(CaseRow, node))) ?? [];
  const link = { to: "/programs/$id", params: { id }, activeOptions: { exact: true, includeSearch: true } } as const;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {byPhase && (
        <TabLinks label={t("programs.phases")}>
          <TabLink {...link} search={{ ...search, state, phase: undefined }}>
            {t("programs.allPhases")}
          </TabLink>
          {program.phases.map((one) => (
            <TabLink key={one.id} {...link} search={{ ...search, state, phase: one.id }}>
              {one.name}
            </TabLink>
          ))}
        </TabLinks>
      )}
      {isIn(state) && (
        <TabLinks label={t("programs.show")}>
          <TabLink {...link} search={{ ...search, state, quiet: undefined, sort: undefined }}>
            {t("programs.byName")}
          </TabLink>
          <TabLink {...link} search={{ ...search, state, quiet: undefined, sort: "last-contact" }}>
            {t("programs.longest")}
          </TabLink>
          <TabLink {...link} search={{ ...search, state, quiet: true, sort: "last-contact" }}>
            {t("programs.quiet")}
          </TabLink>
        </TabLinks>
      )}
      <ListState
        list={list}
        empty={rows.length === 0}
        text={t(search.quiet ? "programs.nobodyQuiet" : "programs.nobody")}
      />
      <PeopleTable inProgram label={t(`programs.part.${partOf(state)}`)} rows={rows} />
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

const partOf = (state: EnrollmentState) => parts.find((one) => one === state) ?? "WAITLISTED";

/** Those who have just begun, with what their papers lack. */
function Intake(props: { programId: string }) {
  const t = useT();
  const list = useInfiniteQuery(intakePages({ programId: props.programId, states: ["INTAKE"] }));
  const nodes = list.data?.pages.flatMap((page) => page.clients.nodes) ?? [];
  const rows = nodes.map((node) => unmask(CaseRow, node));
  const missing = new Map<string, Missing>();
  for (const node of nodes) {
    const { id, enrollment } = unmask(CaseRow, node);
    const items = node.enrollments.find((one) => one.id === enrollment?.id)?.intakeItems ?? [];
    missing.set(id, {
      open: items.filter((item) => item.required && !item.doneOn).length,
      overdue: items.filter((item) => item.overdue).length,
    });
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ListState list={list} empty={rows.length === 0} text={t("programs.nobody")} />
      <PeopleTable inProgram label={t("programs.part.INTAKE")} rows={rows} missing={missing} />
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

/** What a list says while it is not there, or when nobody is in it. */
function ListState(props: {
  list: { isError: boolean; isPending: boolean; error: unknown; refetch: () => Promise<unknown> };
  empty: boolean;
  text: string;
}) {
  const t = useT();
  const { list } = props;
  if (list.isError) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />;
  return props.empty ? <EmptyState icon={<Users size={20} />}>{props.text}</EmptyState> : null;
}
