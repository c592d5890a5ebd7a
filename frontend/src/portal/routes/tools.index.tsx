import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import { BookOpen, FileText, Route as WayIcon } from "lucide-react";
import { StoryState } from "@/features/stories/own";
import { ToolParts, type ToolView, writes } from "@/features/stories/parts";
import { readToolSearch, type ToolSearch, toolPages, triggers } from "@/features/stories/queries";
import { unmask } from "@/gql";
import type { Trigger } from "@/gql/graphql";
import { useT } from "@/i18n";
import { RowLink, RowList } from "@/portal/row-link";
import { Badge, Button, ButtonLink, EmptyState, MoreButton, PageHeader, Section, TabLink, TabLinks } from "@/ui";
import { NativeSelect } from "@/ui/native-select";

export const Route = createFileRoute("/tools/")({
  validateSearch: readToolSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queryClient.prefetchInfiniteQuery(toolPages(deps)),
  component: ToolsPage,
});

function ToolsPage() {
  const t = useT();
  const search = Route.useSearch();
  const tab = (shelf: ToolSearch["shelf"]) => ({
    to: "/tools" as const,
    search: { ...search, shelf },
    activeOptions: { exact: true, includeSearch: true },
  });
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("nav.tools")} lead={t("tool.lead")}>
        {t("nav.tools")}
      </PageHeader>
      <RowList label={t("tool.mine")}>
        <RowLink to="/documents" Icon={FileText} title={t("nav.documents")} text={t("tool.documents")} />
        <RowLink to="/program" Icon={WayIcon} title={t("tool.program")} text={t("tool.programText")} />
      </RowList>
      <section aria-labelledby="library" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="library" className="text-h2">
            {t("tool.library")}
          </h2>
          {writes() && (
            <ButtonLink to="/tools/new" variant="soft" size="small">
              {t("tool.write")}
            </ButtonLink>
          )}
        </div>
        <TabLinks label={t("tool.shelves")}>
          <TabLink {...tab(undefined)}>{t("tool.shelf.all")}</TabLink>
          <TabLink {...tab("FAVOURITES")}>{t("tool.shelf.FAVOURITES")}</TabLink>
          {writes() && <TabLink {...tab("MINE")}>{t("tool.shelf.MINE")}</TabLink>}
        </TabLinks>
        <Filter search={search} />
        <Section title={t("tool.failed")}>
          <Shelf search={search} />
        </Section>
      </section>
    </div>
  );
}

function Filter({ search }: { search: ToolSearch }) {
  const t = useT();
  const navigate = useNavigate({ from: "/tools/" });
  return (
    <NativeSelect
      id="trigger"
      label={t("tool.when")}
      value={search.trigger ?? ""}
      options={[
        { id: "", label: t("tool.whenAny") },
        ...triggers.map((id) => ({ id, label: t(`tool.trigger.${id}`) })),
      ]}
      onChange={(value) =>
        void navigate({
          search: (old) => ({ ...old, trigger: (value || undefined) as Trigger | undefined }),
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}

function Shelf({ search }: { search: ToolSearch }) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(toolPages(search));
  const stories = list.data.pages.flatMap((page) => page.stories.nodes.map((node) => unmask(ToolParts, node)));
  if (!stories.length) return <Nothing search={search} />;
  return (
    <>
      <ul aria-labelledby="library" className="m-0 grid list-none gap-3 p-0">
        {stories.map((story) => (
          <li key={story.id}>
            <StoryRow story={story} own={search.shelf === "MINE"} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("schedule.more")} />
    </>
  );
}

function Nothing({ search }: { search: ToolSearch }) {
  const t = useT();
  const navigate = useNavigate({ from: "/tools/" });
  if (search.trigger) {
    return (
      <EmptyState
        icon={<BookOpen size={22} />}
        action={
          <Button
            variant="secondary"
            onPress={() => void navigate({ search: { shelf: search.shelf }, replace: true, resetScroll: false })}
          >
            {t("tool.clear")}
          </Button>
        }
      >
        {t("tool.noneFiltered")}
      </EmptyState>
    );
  }
  return <EmptyState icon={<BookOpen size={22} />}>{t(`tool.none.${search.shelf ?? "all"}`)}</EmptyState>;
}

function StoryRow({ story, own }: { story: ToolView; own: boolean }) {
  const t = useT();
  return (
    <Link
      to="/tools/$id"
      params={{ id: story.id }}
      className="grid gap-1.5 rounded-card border border-line bg-surface px-5 py-4 text-ink no-underline hover:bg-sunken"
    >
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 font-semibold break-words">{story.title}</span>
        {own ? <StoryState story={story} /> : story.favourite && <Badge tone="iris">{t("tool.kept")}</Badge>}
      </span>
      <span className="line-clamp-2 text-small break-words text-ink-2">{story.body}</span>
      <span className="text-caption text-ink-2">
        {[t(`tool.kind.${story.kind}`), ...story.triggers.map((one) => t(`tool.trigger.${one}`)), story.byline]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </Link>
  );
}
