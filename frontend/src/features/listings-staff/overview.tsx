import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Copy, ListChecks, Upload } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { Badge, Button, ButtonLink, EmptyState, MoreButton, OutLink, Section, Table, TextLink } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { FeedImportParts, feedImportPages, isMoving, publicGroupPages } from "./queries";
import { ImportBadge, useCounts } from "./words";

/** Open doors, both ways: our groups in everybody's lists, and the meetings of others in ours. */
export function ListingsPage() {
  const t = useT();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <section aria-labelledby="our-feed" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="our-feed" className="text-h2">
          {t("staff.feeds.ours")}
        </h2>
        <p className="measure text-ink-2">{t("staff.feeds.oursLead")}</p>
        <Address />
        <Section>
          <PublicGroups />
        </Section>
      </section>
      <section aria-labelledby="others" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <h2 id="others" className="text-h2">
          {t("staff.feeds.others")}
        </h2>
        <p className="measure text-ink-2">{t("staff.feeds.othersLead")}</p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to="/admin/listings/new" icon={<Upload size={18} aria-hidden />}>
            {t("staff.feeds.bringIn")}
          </ButtonLink>
          <ButtonLink variant="secondary" to="/admin/listings/nearby">
            {t("staff.feeds.browse")}
          </ButtonLink>
        </div>
        <Section>
          <Imports />
        </Section>
      </section>
    </div>
  );
}

/** Where the feed is: to be given to meeting lists, or put into a page of one's own. */
function Address() {
  const t = useT();
  const href = `${location.origin}${centerBoot().base}/meetings.json`;
  const tag = `<link rel="alternate" type="application/json" title="Meetings Feed" href="${href}">`;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
      <Copied
        label={t("staff.feeds.address")}
        hint={
          <>
            {t("staff.feeds.addressHint")} <OutLink href={href}>{t("staff.feeds.lookAt")}</OutLink>
          </>
        }
        value={href}
      />
      <Copied label={t("staff.feeds.tag")} hint={t("staff.feeds.tagHint")} value={tag} />
    </div>
  );
}

function Copied(props: { label: string; hint: React.ReactNode; value: string }) {
  const t = useT();
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.value);
      toast(t("staff.tokens.copied"));
    } catch {
      toast(t("staff.tokens.copyFailed"));
    }
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-end gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
      <TextField isReadOnly label={props.label} hint={props.hint} value={props.value} />
      <Button
        variant="secondary"
        className="justify-self-start"
        aria-label={`${t("staff.tokens.copy")}: ${props.label}`}
        icon={<Copy size={18} aria-hidden />}
        onPress={() => void copy()}
      >
        {t("staff.tokens.copy")}
      </Button>
    </div>
  );
}

function PublicGroups() {
  const t = useT();
  const list = useSuspenseInfiniteQuery(publicGroupPages);
  const groups = list.data.pages.flatMap((page) => page.groups.nodes);
  if (groups.length === 0) {
    return (
      <EmptyState
        icon={<ListChecks size={20} />}
        action={
          <ButtonLink variant="secondary" to="/groups">
            {t("staff.nav.groups")}
          </ButtonLink>
        }
      >
        {t("staff.feeds.noGroups")}
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        label={t("staff.feeds.ours")}
        rows={groups}
        rowKey={(group) => group.id}
        columns={[
          {
            id: "name",
            header: t("staff.feeds.group"),
            isRowHeader: true,
            cell: (group) => (
              <TextLink
                className="font-semibold break-words"
                to="/groups/$id/$part"
                params={{ id: group.id, part: "settings" }}
              >
                {group.name}
              </TextLink>
            ),
          },
          {
            id: "state",
            header: t("staff.feeds.inFeedHead"),
            cell: (group) =>
              group.settings?.feedProblem ? (
                <Badge tone="attention">{t("staff.feeds.leftOut")}</Badge>
              ) : (
                <Badge tone="good">{t("staff.feeds.inFeed")}</Badge>
              ),
          },
          {
            id: "why",
            header: t("staff.feeds.why"),
            cell: (group) => <span className="text-small">{group.settings?.feedProblem?.message}</span>,
          },
        ]}
      />
      <MoreButton list={list} label={t("documents.more")} />
      <p className="measure text-small text-ink-2">{t("staff.feeds.onlyPublic")}</p>
    </>
  );
}

function Imports() {
  const t = useT();
  const locale = useLocale();
  const counts = useCounts();
  const list = useSuspenseInfiniteQuery({
    ...feedImportPages,
    refetchInterval: (query) => {
      const pages = query.state.data?.pages ?? [];
      const moving = pages.some((page) =>
        page.feedImports.nodes.some((node) => isMoving(unmask(FeedImportParts, node))),
      );
      return moving ? 2000 : false;
    },
  });
  const imports = list.data.pages.flatMap((page) =>
    page.feedImports.nodes.map((node) => unmask(FeedImportParts, node)),
  );
  if (imports.length === 0) return <EmptyState icon={<Upload size={20} />}>{t("staff.feeds.noImports")}</EmptyState>;
  return (
    <>
      <ul
        aria-label={t("staff.feeds.imports")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {imports.map((one) => (
          <li key={one.id} className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
            <span className="grid min-w-0">
              <TextLink
                className="font-semibold break-words"
                to="/admin/listings/$id"
                params={{ id: one.id }}
                search={{}}
              >
                {one.source}
              </TextLink>
              <span className="text-small text-ink-2">
                {[
                  t("staff.feeds.broughtBy", { name: one.createdBy.name, ago: formatAgo(one.createdAt, locale) }),
                  one.rowsTotal > 0 && !isMoving(one) && counts(one),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <ImportBadge state={one.state} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}
