import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { MapPin } from "lucide-react";
import { modes, weekdays } from "@/features/groups/kinds";
import { ListingItem } from "@/features/groups/listing";
import { ListingParts, listingPages } from "@/features/groups/listings";
import { type NearbySearch, nearbyFilter, readNearby } from "@/features/groups/nearby";
import { FilterFold, SearchBox, useSearchWords } from "@/features/groups/search-box";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Button, EmptyState, MoreButton, PageHeader, Section } from "@/ui";
import { NativeSelect } from "@/ui/native-select";

export const Route = createFileRoute("/groups/nearby")({
  validateSearch: readNearby,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(listingPages(nearbyFilter(deps)));
  },
  component: NearbyPage,
});

function NearbyPage() {
  const t = useT();
  const search = Route.useSearch();
  const navigate = useNavigate({ from: "/groups/nearby" });
  const { text, setText, words } = useSearchWords();
  function clear() {
    setText("");
    void navigate({ search: {}, state: {}, replace: true, resetScroll: false });
  }
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("nearby.title")}
        lead={t("nearby.lead")}
        back={<BackLink to="/groups">{t("groups.title")}</BackLink>}
      >
        {t("nearby.title")}
      </PageHeader>
      <search className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <SearchBox label={t("nearby.find")} text={text} onChange={setText} />
        <Filters search={search} onClear={clear} />
      </search>
      <Section title={t("nearby.failed")}>
        <Found search={search} words={words} onClear={clear} />
      </Section>
    </div>
  );
}

function Filters(props: { search: NearbySearch; onClear: () => void }) {
  const t = useT();
  const words = useGroupWords();
  const navigate = useNavigate({ from: "/groups/nearby" });
  const any = { id: "", label: t("groups.any") };
  const chosen = Object.values(props.search).filter(Boolean).length;
  const choose = (name: keyof NearbySearch) => (value: string) =>
    void navigate({
      search: (old) => readNearby({ ...old, [name]: value || undefined }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  return (
    <FilterFold chosen={chosen}>
      <div className="grid gap-4 px-5 pt-2 pb-5 sm:grid-cols-2">
        <NativeSelect
          id="filter-day"
          label={t("groups.filter.day")}
          value={props.search.day ?? ""}
          options={[any, ...weekdays.map((day) => ({ id: day, label: words.weekday(day) }))]}
          onChange={choose("day")}
        />
        <NativeSelect
          id="filter-mode"
          label={t("groups.filter.mode")}
          value={props.search.mode ?? ""}
          options={[any, ...modes.map((mode) => ({ id: mode, label: words.mode(mode) }))]}
          onChange={choose("mode")}
        />
        {chosen > 0 && (
          <Button variant="quiet" className="justify-self-start" onPress={props.onClear}>
            {t("groups.clear")}
          </Button>
        )}
      </div>
    </FilterFold>
  );
}

function Found(props: { search: NearbySearch; words: string; onClear: () => void }) {
  const t = useT();
  const list = useSuspenseInfiniteQuery(listingPages(nearbyFilter(props.search, props.words)));
  const found = list.data.pages.flatMap((page) => page.listings.nodes.map((node) => unmask(ListingParts, node)));
  const narrowed = props.words !== "" || Object.values(props.search).some(Boolean);
  if (!found.length) {
    return (
      <EmptyState
        icon={<MapPin size={22} />}
        action={
          narrowed && (
            <Button variant="secondary" onPress={props.onClear}>
              {t("groups.clear")}
            </Button>
          )
        }
      >
        {t(narrowed ? "nearby.noneFiltered" : "nearby.none")}
      </EmptyState>
    );
  }
  return (
    <>
      <ul
        aria-label={t("nearby.title")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {found.map((listing) => (
          <ListingItem key={listing.id} listing={listing} />
        ))}
      </ul>
      <MoreButton list={list} label={t("groups.more")} />
    </>
  );
}
