import { useQueryClient, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { DeedDialog } from "@/features/groups-staff/say";
import { unmask } from "@/gql";
import type { FeedVerdict } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import {
  BackLink,
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  Notice,
  ProgressBar,
  Section,
  TabLink,
  TabLinks,
} from "@/ui";
import { StaffApplyFeedImport, StaffUndoFeedImport, stale } from "./deeds";
import { FeedRowItem } from "./feed-row";
import { FeedImportParts, type FeedImportView, feedImportOf, feedRowPages, isMoving } from "./queries";
import { ImportBadge, useCounts } from "./words";

/** One list that was brought in: what was found in it, what it would change, and the deeds. */
export function ImportPage(props: { id: string; verdict?: FeedVerdict }) {
  const t = useT();
  const locale = useLocale();
  const queryClient = useQueryClient();
  const found = useSuspenseQuery({
    ...feedImportOf(props.id),
    refetchInterval: (query) => {
      const one = query.state.data?.feedImport;
      return one && isMoving(unmask(FeedImportParts, one)) ? 1000 : false;
    },
  }).data.feedImport;
  const one = found && unmask(FeedImportParts, found);
  const state = one?.state;
  useEffect(() => {
    if (state === "APPLIED") void queryClient.invalidateQueries({ queryKey: keys.listings });
  }, [queryClient, state]);
  if (!one) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const { zone } = centerBoot().viewer;
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
      <BackLink to="/admin/listings">{t("staff.feeds.title")}</BackLink>
      <div className="grid gap-1">
        <h2 className="flex flex-wrap items-center gap-3 text-h2">
          <span className="min-w-0 break-words">{one.source}</span>
          <ImportBadge state={one.state} />
        </h2>
        <p className="text-small text-ink-2">
          {t("staff.feeds.broughtOn", { name: one.createdBy.name, when: formatWhen(one.createdAt, zone, locale) })}
        </p>
      </div>
      <Progress one={one} />
      {one.rowsTotal > 0 && !["UPLOADING", "CHECKING", "FAILED"].includes(one.state) && (
        <Section>
          <Rows one={one} verdict={props.verdict} />
        </Section>
      )}
    </div>
  );
}

/** How far it is, and what can be done about it now. */
function Progress({ one }: { one: FeedImportView }) {
  const t = useT();
  const counts = useCounts();
  const share = one.rowsTotal ? one.rowsDone / one.rowsTotal : 0;
  switch (one.state) {
    case "UPLOADING":
      return <Again>{t("staff.feeds.neverSent")}</Again>;
    case "FAILED":
      return <Again danger>{one.failure?.message ?? t("error.server")}</Again>;
    case "CHECKING":
    case "APPLYING":
      return (
        <div role="status" className="max-w-md">
          <ProgressBar
            value={share}
            label={t(one.state === "CHECKING" ? "staff.feeds.checking" : "staff.feeds.applying", {
              done: one.rowsDone,
              total: one.rowsTotal,
            })}
          />
        </div>
      );
    case "CHECKED":
      return <Apply one={one} />;
    case "UNDONE":
      return <Notice>{t("staff.feeds.undone")}</Notice>;
    default:
      return (
        <Notice
          tone="good"
          title={t("staff.feeds.applied")}
          actions={
            <>
              <ButtonLink size="small" variant="secondary" to="/admin/listings/nearby">
                {t("staff.feeds.browse")}
              </ButtonLink>
              {one.canUndo && <Undo one={one} />}
            </>
          }
        >
          {counts(one)}
        </Notice>
      );
  }
}

function Again(props: { danger?: boolean; children: string }) {
  const t = useT();
  return (
    <Notice
      tone={props.danger ? "danger" : "attention"}
      actions={
        <ButtonLink size="small" variant="secondary" to="/admin/listings/new">
          {t("staff.feeds.tryAnother")}
        </ButtonLink>
      }
    >
      {props.children}
    </Notice>
  );
}

/** Nothing is listed before somebody has seen what it would change. */
function Apply({ one }: { one: FeedImportView }) {
  const t = useT();
  const counts = useCounts();
  const apply = useAction(StaffApplyFeedImport, (data) => data.applyFeedImport, stale);
  const changes = one.rowsNew + one.rowsChanged;
  return (
    <div className="grid gap-3">
      <Notice title={counts(one)}>
        {t(changes > 0 ? "staff.feeds.dryRun" : "staff.feeds.nothingNew", { count: changes })}
      </Notice>
      {apply.error && <ErrorNotice error={apply.error} />}
      {apply.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      {changes > 0 && (
        <Button
          className="justify-self-start"
          pending={apply.pending && t("form.saving")}
          onPress={() => void apply.run({ feedImportId: one.id })}
        >
          {t("staff.feeds.apply", { count: changes })}
        </Button>
      )}
    </div>
  );
}

function Undo({ one }: { one: FeedImportView }) {
  const t = useT();
  const undo = useAction(StaffUndoFeedImport, (data) => data.undoFeedImport, stale);
  const [sure, setSure] = useState(false);
  return (
    <>
      <Button size="small" variant="secondary" onPress={() => setSure(true)}>
        {t("staff.feeds.undo")}
      </Button>
      {sure && (
        <DeedDialog
          title={t("staff.feeds.undoTitle")}
          text={t("staff.feeds.undoText")}
          confirm={t("staff.feeds.undo")}
          done={t("staff.feeds.undone")}
          run={() => undo.run({ feedImportId: one.id })}
          onClose={() => setSure(false)}
        />
      )}
    </>
  );
}

const verdicts: readonly FeedVerdict[] = ["NEW", "CHANGED", "SAME", "SKIPPED"];
const numbers = { NEW: "rowsNew", CHANGED: "rowsChanged", SAME: "rowsSame", SKIPPED: "rowsSkipped" } as const;

function Rows(props: { one: FeedImportView; verdict?: FeedVerdict }) {
  const t = useT();
  const { id, state } = props.one;
  const list = useSuspenseInfiniteQuery(feedRowPages(id, state, props.verdict));
  const rows = list.data.pages.flatMap((page) => page.feedImport?.rows.nodes ?? []);
  const many = new Intl.NumberFormat(useLocale());
  return (
    <section aria-labelledby="rows" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 id="rows" className="text-h3">
        {t("staff.feeds.rows")}
      </h3>
      <TabLinks label={t("staff.feeds.which")}>
        <TabLink
          to="/admin/listings/$id"
          params={{ id }}
          search={{}}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t("staff.feeds.verdicts.all", { count: many.format(props.one.rowsTotal) })}
        </TabLink>
        {verdicts.map((verdict) => (
          <TabLink key={verdict} to="/admin/listings/$id" params={{ id }} search={{ verdict }}>
            {t(`staff.feeds.verdicts.${verdict}`, { count: many.format(props.one[numbers[verdict]]) })}
          </TabLink>
        ))}
      </TabLinks>
      {rows.length > 0 ? (
        <ul
          aria-label={t("staff.feeds.rows")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {rows.map((row) => (
            <FeedRowItem key={row.position} row={row} />
          ))}
        </ul>
      ) : (
        <EmptyState>{t(props.verdict ? "staff.feeds.noneOfThese" : "staff.feeds.rowsGone")}</EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}
