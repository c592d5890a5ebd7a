import { ExternalLink, Phone, Video } from "lucide-react";
import type { ReactNode } from "react";
import { useLocale, useT } from "@/i18n";
import { deviceZone, formatClock, nowIso, sameClock, zoneName } from "@/lib/time";
import { ButtonAnchor } from "@/ui";
import type { ListingView } from "./listings";
import { useGroupWords } from "./words";

/** When others meet, on the clock of the place where they do. */
function useListingWhen() {
  const t = useT();
  const locale = useLocale();
  const words = useGroupWords();
  return ({ days, starts, ends, zone }: ListingView): string => {
    if (!days.length || !starts) return t("nearby.byAppointment");
    const named =
      days.length === 7
        ? t("nearby.everyDay")
        : new Intl.ListFormat(locale, { type: "conjunction" }).format(days.map(words.weekday));
    const from = formatClock(starts.slice(0, 5), locale);
    const time = ends ? `${from} – ${formatClock(ends.slice(0, 5), locale)}` : from;
    const elsewhere = sameClock(nowIso(), zone, deviceZone()) ? "" : ` (${zoneName(zone, locale)})`;
    return `${named}, ${time}${elsewhere}`;
  };
}

/** A meeting that others hold: what their own feed says, and the ways there. They lead away from here. */
export function ListingItem({ listing }: { listing: ListingView }) {
  const t = useT();
  const words = useGroupWords();
  const when = useListingWhen()(listing);
  const where = [listing.location, listing.address ?? listing.region].filter(Boolean).join(", ");
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 px-5 py-4">
      <div className="grid gap-0.5">
        <h2 className="text-h3 break-words">{listing.name}</h2>
        <p className="text-small first-letter:uppercase">{when}</p>
        <p className="text-small break-words text-ink-2">
          {[listing.mode && words.mode(listing.mode), where].filter(Boolean).join(" · ")}
          {where && listing.approximate && ` (${t("nearby.approximate")})`}
        </p>
        {listing.types.length > 0 && (
          <p className="text-small break-words text-ink-2">{listing.types.map((type) => type.name).join(", ")}</p>
        )}
        {listing.notes && <p className="mt-1 text-small break-words whitespace-pre-line">{listing.notes}</p>}
        <p className="mt-1 text-caption break-words text-ink-2">{t("nearby.source", { source: listing.source })}</p>
      </div>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {listing.conferenceUrl && (
          <Way href={listing.conferenceUrl} of={listing.name} icon={<Video size={18} aria-hidden />} out>
            {t("nearby.online")}
          </Way>
        )}
        {listing.conferencePhone && (
          <Way
            href={`tel:${listing.conferencePhone.replace(/[^+\d,;]/g, "")}`}
            of={listing.name}
            icon={<Phone size={18} aria-hidden />}
          >
            {t("people.call", { phone: listing.conferencePhone })}
          </Way>
        )}
        {listing.url && (
          <Way href={listing.url} of={listing.name} icon={<ExternalLink size={18} aria-hidden />} out>
            {t("nearby.page")}
          </Way>
        )}
      </div>
    </li>
  );
}

/** Another site learns nothing of where somebody came from. */
function Way(props: { href: string; of: string; icon: ReactNode; out?: boolean; children: ReactNode }) {
  return (
    <ButtonAnchor
      href={props.href}
      size="small"
      variant="secondary"
      icon={props.icon}
      {...(props.out && { target: "_blank", rel: "noopener noreferrer" })}
    >
      <span>
        {props.children}
        <span className="sr-only">: {props.of}</span>
      </span>
    </ButtonAnchor>
  );
}
