import { centerBoot } from "@/api/boot";
import { useGroupWords } from "@/features/groups/words";
import type { MeetingMode, Weekday } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatClock, nowIso, sameClock, zoneName } from "@/lib/time";
import { Badge } from "@/ui";
import type { FeedImportView } from "./queries";

type When = { days: readonly Weekday[]; starts?: string | null; ends?: string | null; zone: string };
type Where = { mode?: MeetingMode | null; address?: string | null; region?: string | null };

/** When and where a meeting of others is, on the clock of the place where it is. */
export function useListingWords() {
  const t = useT();
  const locale = useLocale();
  const words = useGroupWords();
  return {
    when({ days, starts, ends, zone }: When): string {
      if (!starts || days.length === 0) return t("staff.feeds.byAppointment");
      const clock = (time: string) => formatClock(time.slice(0, 5), locale);
      const time = ends ? `${clock(starts)}–${clock(ends)}` : clock(starts);
      const named =
        days.length === 7
          ? t("staff.feeds.everyDay")
          : new Intl.ListFormat(locale, { type: "conjunction" }).format(days.map(words.weekday));
      const other = sameClock(nowIso(), zone, centerBoot().center.zone) ? "" : ` (${zoneName(zone, locale)})`;
      return `${named.charAt(0).toLocaleUpperCase(locale)}${named.slice(1)}, ${time}${other}`;
    },
    where: (listing: Where) =>
      [listing.mode ? words.mode(listing.mode) : t("staff.feeds.closedNow"), listing.address ?? listing.region]
        .filter(Boolean)
        .join(" · "),
  };
}

const tones = {
  UPLOADING: "neutral",
  CHECKING: "info",
  CHECKED: "attention",
  APPLYING: "info",
  APPLIED: "good",
  UNDONE: "neutral",
  FAILED: "danger",
} as const;

export function ImportBadge(props: { state: FeedImportView["state"] }) {
  const t = useT();
  return <Badge tone={tones[props.state]}>{t(`staff.feeds.state.${props.state}`)}</Badge>;
}

/** "12 new, 3 changed, 40 as before, 2 left out", without what there is none of. */
export function useCounts(): (one: FeedImportView) => string {
  const t = useT();
  const locale = useLocale();
  return (one) => {
    const parts = [
      one.rowsNew > 0 && t("staff.feeds.countNew", { count: one.rowsNew }),
      one.rowsChanged > 0 && t("staff.feeds.countChanged", { count: one.rowsChanged }),
      one.rowsSame > 0 && t("staff.feeds.countSame", { count: one.rowsSame }),
      one.rowsSkipped > 0 && t("staff.feeds.countSkipped", { count: one.rowsSkipped }),
    ].filter((part) => part !== false);
    if (parts.length === 0) return t("staff.feeds.countNone");
    return new Intl.ListFormat(locale, { type: "unit" }).format(parts);
  };
}
