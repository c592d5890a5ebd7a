import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { HeartHandshake, TriangleAlert } from "lucide-react";
import { unmask } from "@/gql";
import type { MentorState, SteerMentorLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import {
  Badge,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  PageHeader,
  SkeletonList,
  TabLink,
  TabLinks,
  Table,
  TextLink,
} from "@/ui";
import { MentoringTabs } from "./nav";
import { SteerMentorLine } from "./queries";
import { mentorPages, mentorStates } from "./queries-mentors";
import { SupervisionReport } from "./supervision-report";
import { MentorStateBadge, useLoadWords, useMentoringWords } from "./words";

/** Who mentors or would like to, and how far they have come. */
export function MentorsPage(props: { state?: MentorState }) {
  const t = useT();
  const list = useInfiniteQuery({ ...mentorPages(props.state), placeholderData: keepPreviousData });
  const rows =
    list.data?.pages.flatMap((page) => page.mentors.nodes.map((node) => unmask(SteerMentorLine, node))) ?? [];
  return (
    <>
      <PageHeader title={t("mentoring.mentors")}>{t("mentoring.mentors")}</PageHeader>
      <MentoringTabs />
      <TabLinks label={t("mentoring.whichMentors")}>
        <TabLink to="/mentorship/mentors" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t("mentoring.everybody")}
        </TabLink>
        {mentorStates.map((state) => (
          <TabLink key={state} to="/mentorship/mentors" search={{ state }}>
            {t(`mentoring.mentorState.${state}`)}
          </TabLink>
        ))}
      </TabLinks>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      {rows.length > 0 && <MentorTable rows={rows} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<HeartHandshake size={20} />}
          action={
            props.state && (
              <ButtonLink variant="secondary" to="/mentorship/mentors" search={{}}>
                {t("staff.clearFilters")}
              </ButtonLink>
            )
          }
        >
          {t(props.state ? "mentoring.noneFound" : "mentoring.noMentors")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
      <SupervisionReport />
    </>
  );
}

function MentorTable(props: { rows: readonly SteerMentorLineFragment[] }) {
  const t = useT();
  const load = useLoadWords();
  const words = useMentoringWords();
  return (
    <Table
      label={t("mentoring.mentors")}
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "name",
          header: t("mentoring.name"),
          isRowHeader: true,
          cell: (row) => (
            <>
              <TextLink className="font-semibold break-words" to="/mentorship/mentors/$id" params={{ id: row.id }}>
                {row.member.name}
              </TextLink>
              {row.member.pronouns && <span className="text-small text-ink-2"> {row.member.pronouns}</span>}
            </>
          ),
        },
        { id: "state", header: t("mentoring.state"), cell: (row) => <MentorStateBadge mentor={row} /> },
        {
          id: "load",
          header: t("mentoring.load"),
          cell: (row) =>
            row.state === "APPROVED" || row.state === "PAUSED" ? (
              load(row)
            ) : (
              <span className="text-ink-2 @max-2xl/table:hidden">{t("mentoring.notYet")}</span>
            ),
        },
        { id: "languages", header: t("mentoring.languages"), cell: (row) => words.languages(row.languages) },
        {
          id: "since",
          header: t("mentoring.applied"),
          wideOnly: true,
          cell: (row) => <span className="block first-letter:uppercase">{words.since(row.appliedAt)}</span>,
        },
        {
          id: "attention",
          header: t("mentoring.attention"),
          hideHeader: true,
          cell: (row) =>
            row.away ? (
              <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
                {t("mentoring.awayBadge")}
              </Badge>
            ) : (
              row.credentialExpired && (
                <TextLink to="/mentorship/mentors/$id" params={{ id: row.id }} search={{ part: "credentials" }}>
                  <Badge tone="attention" icon={<TriangleAlert size={14} aria-hidden />}>
                    {t("mentoring.credentialEnded")}
                  </Badge>
                </TextLink>
              )
            ),
        },
      ]}
    />
  );
}
