import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { choices, type FilterName, filterOf, type GroupSearch, readSearch } from "@/features/groups/filters";
import { anyListing } from "@/features/groups/listings";
import { GroupCardParts, PlaceParts } from "@/features/groups/parts";
import { browseGroups, myGroups } from "@/features/groups/queries";
import { FilterFold, SearchBox, useSearchWords } from "@/features/groups/search-box";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BrowseRow, MyGroupCard } from "@/portal/group-cards";
import { Button, ButtonLink, Card, EmptyState, MoreButton, PageHeader, Section } from "@/ui";
import { NativeSelect } from "@/ui/native-select";

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
        <Section loading={null}>
          <Nearby />
        </Section>
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

function Browse() {
  const t = useT();
  const search = Route.useSearch();
  const navigate = useNavigate({ from: "/groups/" });
  const { text, setText, words } = useSearchWords();
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
        <SearchBox label={t("groups.find")} text={text} onChange={setText} />
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
    access: words.access,
    fact: words.fact,
  };
  const names = Object.keys(choices) as FilterName[];
  return (
    <FilterFold chosen={props.chosen}>
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
    </FilterFold>
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

/** Not all that helps is run by the center. Without any meeting of others there is nothing to lead to. */
function Nearby() {
  const t = useT();
  if (!useSuspenseQuery(anyListing).data.listings.nodes.length) return null;
  return (
    <Card labelledBy="nearby">
      <h2 id="nearby" className="text-h2">
        {t("nearby.title")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t("nearby.about")}</p>
      <ButtonLink to="/groups/nearby" variant="soft">
        {t("nearby.look")}
      </ButtonLink>
    </Card>
  );
}
