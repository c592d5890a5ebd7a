import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import { useAction } from "@/api/action";
import { useFind } from "@/features/caseload/find";
import { ListingParts, type ListingView, listingPages } from "@/features/groups/listings";
import { DayAndMode } from "@/features/groups-staff/day-and-mode";
import { useSay } from "@/features/groups-staff/say";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import {
  BackLink,
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  OutLink,
  SkeletonList,
  TabLink,
  TabLinks,
} from "@/ui";
import { FilterRow, FindField } from "@/ui/filters";
import { StaffRemoveListing, StaffRestoreListing, stale } from "./deeds";
import type { StaffNearbySearch } from "./search";
import { useListingWords } from "./words";

type Props = { search: StaffNearbySearch; onSearch: (change: Partial<StaffNearbySearch>) => void };

/** The meetings of others as members see them; and what is not shown to them. */
export function NearbyPage(props: Props) {
  const t = useT();
  const { text, setText, find } = useFind();
  const { search } = props;
  const list = useInfiniteQuery({
    ...listingPages({
      ...(find && { search: find }),
      ...(search.day && { day: search.day }),
      ...(search.mode && { mode: search.mode }),
      ...(search.removed && { removed: true }),
    }),
    placeholderData: keepPreviousData,
  });
  const found = list.data?.pages.flatMap((page) => page.listings.nodes.map((node) => unmask(ListingParts, node))) ?? [];
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
      <BackLink to="/admin/listings">{t("staff.feeds.title")}</BackLink>
      <h2 className="text-h2">{t("staff.feeds.browse")}</h2>
      <FilterRow>
        <FindField label={t("staff.feeds.search")} value={text} onChange={setText} />
        <DayAndMode {...props} />
      </FilterRow>
      <Which search={search} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-14 w-full" />}
      {found.length > 0 && (
        <ul
          aria-label={t(search.removed ? "staff.feeds.removed" : "staff.feeds.browse")}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {found.map((listing) => (
            <ListingLine key={listing.id} listing={listing} removed={search.removed} />
          ))}
        </ul>
      )}
      {list.data && found.length === 0 && (
        <Nothing search={search} narrowed={Boolean(find || search.day || search.mode)} onClear={() => setText("")} />
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </div>
  );
}

/** What members see, or what was taken out for them. */
function Which({ search }: { search: StaffNearbySearch }) {
  const t = useT();
  return (
    <TabLinks label={t("staff.feeds.which")}>
      <TabLink
        to="/admin/listings/nearby"
        search={{ ...search, removed: undefined }}
        state
        activeOptions={{ exact: true, includeSearch: true }}
      >
        {t("staff.feeds.shown")}
      </TabLink>
      <TabLink to="/admin/listings/nearby" search={{ ...search, removed: true }} state>
        {t("staff.feeds.removed")}
      </TabLink>
    </TabLinks>
  );
}

function Nothing(props: { search: StaffNearbySearch; narrowed: boolean; onClear: () => void }) {
  const t = useT();
  const { narrowed } = props;
  const { removed } = props.search;
  return (
    <EmptyState
      icon={<MapPin size={20} />}
      action={
        narrowed ? (
          <ButtonLink variant="secondary" to="/admin/listings/nearby" search={{ removed }} onClick={props.onClear}>
            {t("staff.clearFilters")}
          </ButtonLink>
        ) : (
          !removed && <ButtonLink to="/admin/listings/new">{t("staff.feeds.bringIn")}</ButtonLink>
        )
      }
    >
      {t(narrowed ? "staff.feeds.noneFound" : removed ? "staff.feeds.noneRemoved" : "staff.feeds.noneShown")}
    </EmptyState>
  );
}

function ListingLine({ listing, removed }: { listing: ListingView; removed?: boolean }) {
  const t = useT();
  const say = useSay();
  const words = useListingWords();
  const remove = useAction(StaffRemoveListing, (data) => data.removeListing, stale);
  const restore = useAction(StaffRestoreListing, (data) => data.restoreListing, stale);
  const deed = removed ? restore : remove;
  const word = t(removed ? "staff.feeds.restore" : "staff.feeds.remove");
  async function run() {
    say(
      await deed.run({ listingId: listing.id }),
      t(removed ? "staff.feeds.restored" : "staff.feeds.removedDone", { name: listing.name }),
    );
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <span className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <span className="font-semibold break-words">{listing.name}</span>
        <span className="text-small break-words text-ink-2">
          {words.when(listing)} · {words.where(listing)}
        </span>
        {listing.types.length > 0 && (
          <span className="text-small break-words text-ink-2">{listing.types.map((one) => one.name).join(", ")}</span>
        )}
        <span className="text-small break-words text-ink-2">
          {listing.source}
          {listing.url && (
            <>
              {" · "}
              <OutLink href={listing.url} target="_blank" rel="noopener noreferrer">
                {t("staff.feeds.fact.page")}
              </OutLink>
            </>
          )}
        </span>
      </span>
      <Button
        size="small"
        variant="secondary"
        aria-label={`${word}: ${listing.name}`}
        pending={deed.pending && t("form.saving")}
        onPress={() => void run()}
      >
        {word}
      </Button>
    </li>
  );
}
