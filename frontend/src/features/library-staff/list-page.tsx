import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { BookOpen, Plus } from "lucide-react";
import { MentoringTabs, MentorTabs, writes } from "@/features/mentoring/nav";
import { listClass, steers, useDay } from "@/features/mentoring/words";
import { unmask } from "@/gql";
import type { StaffStoryFragment } from "@/gql/graphql";
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
  TextLink,
} from "@/ui";
import { FilterRow, FilterSelect } from "@/ui/filters";
import { StaffStory, storyPages } from "./queries";
import { kinds, type LibrarySearch, triggers } from "./search";

/** The library as those see it who write for it and look at what was written. */
export function LibraryPage(props: { search: LibrarySearch; onSearch: (change: Partial<LibrarySearch>) => void }) {
  const t = useT();
  const { search } = props;
  const shelf = search.shelf ?? "PUBLISHED";
  const list = useInfiniteQuery({ ...storyPages({ ...search, shelf }), placeholderData: keepPreviousData });
  const stories = list.data?.pages.flatMap((page) => page.stories.nodes.map((node) => unmask(StaffStory, node)));
  const filtered = Boolean(search.kind || search.trigger);
  return (
    <>
      <PageHeader
        title={t("mentoring.library")}
        lead={t("mentoring.lib.lead")}
        actions={
          writes() && (
            <ButtonLink to="/mentorship/library/new" icon={<Plus size={18} aria-hidden />}>
              {t("mentoring.lib.write")}
            </ButtonLink>
          )
        }
      >
        {t("mentoring.library")}
      </PageHeader>
      {steers() ? <MentoringTabs /> : <MentorTabs />}
      <Filters {...props} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={3} rowClass="h-16 w-full" />}
      {stories && stories.length > 0 && (
        <ul aria-label={t("mentoring.library")} className={listClass}>
          {stories.map((story) => (
            <StoryRow key={story.id} story={story} />
          ))}
        </ul>
      )}
      {stories?.length === 0 && (
        <EmptyState
          icon={<BookOpen size={20} />}
          action={
            filtered && (
              <ButtonLink variant="secondary" to="/mentorship/library" search={{ shelf: search.shelf }}>
                {t("staff.clearFilters")}
              </ButtonLink>
            )
          }
        >
          {filtered ? t("mentoring.noneFound") : t(`mentoring.lib.none.${shelf as "PUBLISHED" | "REVIEW" | "MINE"}`)}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function Filters(props: { search: LibrarySearch; onSearch: (change: Partial<LibrarySearch>) => void }) {
  const t = useT();
  const { search, onSearch } = props;
  const { kind, trigger } = search;
  return (
    <>
      <TabLinks label={t("mentoring.lib.shelves")}>
        <TabLink
          to="/mentorship/library"
          search={{ kind, trigger }}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {t("mentoring.lib.shelf.PUBLISHED")}
        </TabLink>
        {steers() && (
          <TabLink to="/mentorship/library" search={{ kind, trigger, shelf: "REVIEW" }}>
            {t("mentoring.lib.shelf.REVIEW")}
          </TabLink>
        )}
        {writes() && (
          <TabLink to="/mentorship/library" search={{ kind, trigger, shelf: "MINE" }}>
            {t("mentoring.lib.shelf.MINE")}
          </TabLink>
        )}
      </TabLinks>
      <FilterRow>
        <FilterSelect
          id="story-kind"
          label={t("mentoring.lib.kind")}
          any={t("mentoring.lib.any")}
          value={kind}
          options={kinds.map((id) => ({ id, label: t(`mentoring.lib.kind.${id}`) }))}
          onChange={(next) => onSearch({ kind: next })}
        />
        <FilterSelect
          id="story-trigger"
          label={t("mentoring.lib.when")}
          any={t("mentoring.lib.any")}
          value={trigger}
          options={triggers.map((id) => ({ id, label: t(`mentoring.trigger.${id}`) }))}
          onChange={(next) => onSearch({ trigger: next })}
        />
      </FilterRow>
    </>
  );
}

const tones = { DRAFT: "neutral", IN_REVIEW: "attention", PUBLISHED: "good", WITHDRAWN: "neutral" } as const;

export function StoryStateBadge({ story }: { story: StaffStoryFragment }) {
  const t = useT();
  return <Badge tone={tones[story.state]}>{t(`mentoring.lib.state.${story.state}`)}</Badge>;
}

function StoryRow({ story }: { story: StaffStoryFragment }) {
  const t = useT();
  const day = useDay();
  return (
    <li className="grid gap-0.5 px-4 py-3">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink className="font-semibold break-words" to="/mentorship/library/$id" params={{ id: story.id }}>
          {story.title}
        </TextLink>
        {story.state !== "PUBLISHED" && <StoryStateBadge story={story} />}
        {story.mine && <Badge tone="iris">{t("mentoring.lib.mine")}</Badge>}
      </span>
      <span className="line-clamp-2 text-small break-words text-ink-2">{story.body}</span>
      <span className="text-small text-ink-2">
        {[
          t(`mentoring.lib.kind.${story.kind}`),
          story.triggers.map((one) => t(`mentoring.trigger.${one}`)).join(", "),
          day(story.publishedAt ?? story.createdAt),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </li>
  );
}
