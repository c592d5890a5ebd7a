import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useLocation, useNavigate } from "@tanstack/react-router";
import { Search, Users } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { choices, type FilterName, filterOf, type GroupSearch, readSearch } from "@/features/groups/filters";
import { GroupCardParts, PlaceParts } from "@/features/groups/parts";
import { browseGroups, myGroups } from "@/features/groups/queries";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BrowseRow, MyGroupCard } from "@/portal/group-cards";
import { Button, EmptyState, MoreButton, PageHeader, Section } from "@/ui";
import { NativeSelect } from "@/ui/native-select";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** What somebody looks for among groups: in the history entry, so that it survives Back, not in the address. */
    groupWords?: string;
  }
}

export const Route = createFileRoute("/groups/")({
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(browseGroups(filterOf(deps)));
    await context.queryClient.ensureQueryData(myGroups);
  },
  component: GroupsPage,
});

function GroupsPage() {
  const t = useT();
  return (
    <>
      <PageHeader title={t("groups.title")} lead={t("groups.lead")}>
        {t("groups.title")}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <MyGroups />
        <Browse />
      </div>
    </>
  );
}

function MyGroups() {
  const t = useT();
  const places = useSuspenseQuery({ ...myGroups, refetchInterval: 60_000 }).data.myMemberships;
  if (!places.length) return null;
  return (
    <section aria-labelledby="mine" className="grid gap-3">
      <h2 id="mine" className="text-h2">
        {t("people.groups")}
      </h2>
      <ul className="m-0 grid list-none gap-3 p-0 md:grid-cols-2">
        {places.map((one) => {
          const place = unmask(PlaceParts, one);
          return <MyGroupCard key={place.id} place={place} group={unmask(GroupCardParts, one.group)} />;
        })}
      </ul>
    </section>
  );
}

/** What is looked for, once the typing rests. */
function useWords() {
  const navigate = useNavigate();
  const held = useLocation({ select: (location) => location.state.groupWords }) ?? "";
  const [text, setText] = useState(held);
  useEffect(() => {
    if (text.trim() === held) return;
    const timer = setTimeout(() => {
      void navigate({
        to: ".",
        search: true,
        state: (before) => ({ ...before, groupWords: text.trim() }),
        replace: true,
        resetScroll: false,
      });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, held, navigate]);
  return { text, setText, words: held };
}

function Browse() {
  const t = useT();
  const id = useId();
  const search = Route.useSearch();
  const navigate = useNavigate({ from: "/groups/" });
  const { text, setText, words } = useWords();
  const chosen = Object.values(search).filter(Boolean).length;
  function clear() {
    setText("");
    void navigate({ search: {}, state: {}, replace: true, resetScroll: false });
  }
  return (
    <section aria-labelledby="all" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="all" className="text-h2">
        {t("groups.all")}
      </h2>
      <search className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <span className="relative grid max-w-md">
          <label htmlFor={id} className="sr-only">
            {t("groups.find")}
          </label>
          <Search size={20} aria-hidden className="pointer-events-none absolute top-4 left-4 text-ink-2" />
          <input
            id={id}
            type="search"
            autoComplete="off"
            value={text}
            maxLength={60}
            placeholder={t("groups.find")}
            onChange={(event) => setText(event.target.value)}
            className="min-h-13 w-full rounded-control border-[1.5px] border-control bg-surface pr-3.5 pl-12 text-body text-ink placeholder:text-ink-3"
          />
        </span>
        <Filters search={search} chosen={chosen} onClear={clear} />
      </search>
      <Section title={t("groups.failed")}>
        <Found search={search} words={words} onClear={clear} />
      </Section>
    </section>
  );
}

function Filters(props: { search: GroupSearch; chosen: number; onClear: () => void }) {
  const t = useT();
  const words = useGroupWords();
  const navigate = useNavigate({ from: "/groups/" });
  const named: Record<FilterName, (value: never) => string> = {
    day: words.weekday,
    mode: words.mode,
    for: words.audience,
    language: words.language,
    format: words.format,
    pathway: words.pathway,
  };
  const names = Object.keys(choices) as FilterName[];
  return (
    <details open={props.chosen > 0} className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-12 cursor-pointer items-center justify-between gap-3 px-5 font-semibold">
        {props.chosen ? t("groups.filtersOn", { count: props.chosen }) : t("groups.filters")}
      </summary>
      <div className="grid gap-4 px-5 pt-2 pb-5 sm:grid-cols-2 md:grid-cols-3">
        {names.map((name) => (
          <NativeSelect
            key={name}
            id={`filter-${name}`}
            label={t(`groups.filter.${name}`)}
            value={props.search[name] ?? ""}
            options={[
              { id: "", label: t("groups.any") },
              ...choices[name].map((value) => ({ id: value, label: named[name](value as never) })),
            ]}
            onChange={(value) =>
              void navigate({
                search: (old) => readSearch({ ...old, [name]: value || undefined }),
                state: true,
                replace: true,
                resetScroll: false,
              })
            }
          />
        ))}
        {props.chosen > 0 && (
          <Button variant="quiet" className="self-end justify-self-start" onPress={props.onClear}>
            {t("groups.clear")}
          </Button>
        )}
      </div>
    </details>
  );
}

function Found(props: { search: GroupSearch; words: string; onClear: () => void }) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(browseGroups(filterOf(props.search, props.words)));
  const groups = list.data.pages.flatMap((page) => page.groups.nodes.map((node) => unmask(GroupCardParts, node)));
  const narrowed = props.words !== "" || Object.values(props.search).some(Boolean);
  if (!groups.length) {
    return (
      <EmptyState
        icon={<Users size={22} />}
        action={
          narrowed && (
            <Button variant="secondary" onPress={props.onClear}>
              {t("groups.clear")}
            </Button>
          )
        }
      >
        {t(narrowed ? "groups.noneFiltered" : "groups.none")}
      </EmptyState>
    );
  }
  return (
    <>
      <ul
        aria-label={t("groups.all")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {groups.map((group) => (
          <BrowseRow key={group.id} group={group} />
        ))}
      </ul>
      <MoreButton list={list} label={t("groups.more")} />
    </>
  );
}
