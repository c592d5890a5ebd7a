import { useInfiniteQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import type { CasePartsFragment, ModerationVerdict } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDay } from "@/lib/time";
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorNotice,
  MoreButton,
  PageHeader,
  Section,
  SkeletonList,
  TabLink,
  TabLinks,
  TextLink,
} from "@/ui";
import { StaffHandleCase, stale } from "./deeds-people";
import { JoinRequests } from "./home";
import { CaseParts, casePages } from "./queries-people";
import { DeedDialog } from "./say";
import { PauseDays, RemovalReason } from "./verdict-fields";

export type InboxView = "open" | "requests" | "handled";

/** What waits for somebody who looks after groups: messages that were flagged, appeals, people who asked to join. */
export function InboxPage(props: { view: InboxView }) {
  const t = useT();
  return (
    <>
      <PageHeader title={t("staff.nav.inbox")} lead={t("staff.inbox.lead")}>
        {t("staff.nav.inbox")}
      </PageHeader>
      <TabLinks label={t("staff.nav.inbox")}>
        <TabLink to="/inbox" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {t("staff.inbox.open")}
        </TabLink>
        <TabLink to="/inbox" search={{ view: "requests" }}>
          {t("staff.inbox.requests")}
        </TabLink>
        <TabLink to="/inbox" search={{ view: "handled" }}>
          {t("staff.inbox.handled")}
        </TabLink>
      </TabLinks>
      {props.view === "requests" ? (
        <Section>
          <JoinRequests empty={<EmptyState>{t("staff.inbox.noRequests")}</EmptyState>} />
        </Section>
      ) : (
        <Cases key={props.view} open={props.view === "open"} />
      )}
    </>
  );
}

function Cases(props: { open: boolean }) {
  const t = useT();
  const list = useInfiniteQuery(casePages(props.open));
  const cases = list.data?.pages.flatMap((page) => page.moderationCases.nodes.map((node) => unmask(CaseParts, node)));
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={2} />}
      {cases?.map((one) => (
        <Case key={one.id} case={one} />
      ))}
      {cases?.length === 0 && (
        <EmptyState icon={<ShieldCheck size={20} />}>
          {t(props.open ? "staff.inbox.none" : "staff.inbox.noneHandled")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

/** What can be decided about a case. */
function verdictsFor(one: CasePartsFragment): ModerationVerdict[] {
  if (one.state !== "OPEN" || !one.mayDecide) return [];
  if (one.kind === "APPEAL") return ["RESTORE", "KEEP"];
  // Whoever facilitates has no place to lose.
  return one.place ? ["KEEP", "HIDE", "PAUSE", "REMOVE"] : ["KEEP", "HIDE"];
}

/** What it is about; without any flag somebody decided on reading it. */
function titleOf(one: CasePartsFragment, t: ReturnType<typeof useT>): string {
  if (one.kind === "APPEAL") return t("staff.inbox.appeal");
  return one.flags > 0 ? t(`staff.inbox.reason.${one.reason ?? "OTHER"}`) : t("staff.inbox.atOnce");
}

function Case(props: { case: CasePartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const words = useGroupWords();
  const one = props.case;
  const [verdict, setVerdict] = useState<ModerationVerdict>();
  const appeal = one.kind === "APPEAL";
  const verdicts = verdictsFor(one);
  return (
    <Card item labelledBy={`case-${one.id}`} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id={`case-${one.id}`} className="text-h2">
          {titleOf(one, t)}
        </h2>
        {one.reason === "DANGER" && <Badge tone="danger">{t("staff.inbox.first")}</Badge>}
        {one.hidden && <Badge>{t("staff.inbox.hidden")}</Badge>}
        {one.state !== "OPEN" && <Badge tone="info">{t(`staff.inbox.state.${one.state}`)}</Badge>}
      </div>
      <p className="text-small text-ink-2">
        <TextLink to="/groups/$id" params={{ id: one.groupId }}>
          {one.groupName}
        </TextLink>{" "}
        · {one.person.alias}
        {one.place && ` (${words.membership(one.place)})`} · {formatAgo(one.createdAt, locale)}
        {!appeal && one.flags > 1 && ` · ${t("staff.inbox.flags", { count: one.flags })}`}
      </p>
      {one.words ? (
        <blockquote className="measure m-0 rounded-control bg-sunken px-4 py-3 break-words whitespace-pre-line">
          {one.words}
        </blockquote>
      ) : (
        <p className="text-ink-2">{t("staff.inbox.noWords")}</p>
      )}
      {one.removalReason && <p>{t("staff.inbox.removedBecause", { reason: one.removalReason })}</p>}
      {one.handledAt && (
        <p className="text-small text-ink-2">
          {t("staff.inbox.handledBy", {
            // A day of the center, as it begins there: in another zone it may be the day before.
            when: formatDay(one.handledAt, centerBoot().center.zone, locale),
            name: one.handledBy?.alias ?? t("role.ADMIN"),
          })}
        </p>
      )}
      {one.state === "OPEN" && !one.mayDecide && <p className="text-ink-2">{t("staff.inbox.notYours")}</p>}
      {verdicts.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {verdicts.map((each) => (
            <Button key={each} variant={each === "REMOVE" ? "danger" : "secondary"} onPress={() => setVerdict(each)}>
              {t(appeal && each === "KEEP" ? "staff.inbox.verdict.STANDS" : `staff.inbox.verdict.${each}`)}
            </Button>
          ))}
        </div>
      )}
      {verdict && <VerdictDialog case={one} verdict={verdict} onClose={() => setVerdict(undefined)} />}
    </Card>
  );
}

function VerdictDialog(props: { case: CasePartsFragment; verdict: ModerationVerdict; onClose: () => void }) {
  const t = useT();
  const handle = useAction(StaffHandleCase, (data) => data.handleModerationCase, stale);
  const [days, setDays] = useState("7");
  const [reason, setReason] = useState("");
  const { id, kind, person } = props.case;
  const { verdict } = props;
  const word = kind === "APPEAL" && verdict === "KEEP" ? "STANDS" : verdict;
  return (
    <DeedDialog
      title={t(`staff.inbox.verdict.${word}`)}
      text={t(`staff.inbox.verdictText.${word}`, { name: person.alias })}
      confirm={t(`staff.inbox.verdict.${word}`)}
      danger={verdict === "REMOVE"}
      done={t("staff.inbox.done")}
      run={() =>
        handle.run({
          input: {
            caseId: id,
            verdict,
            ...(verdict === "PAUSE" ? { pauseDays: Number(days) || 0 } : {}),
            ...(verdict === "REMOVE" ? { reason } : {}),
          },
        })
      }
      onClose={props.onClose}
    >
      {verdict === "PAUSE" && <PauseDays value={days} onChange={setDays} />}
      {verdict === "REMOVE" && <RemovalReason value={reason} onChange={setReason} />}
    </DeedDialog>
  );
}
