import { centerBoot } from "@/api/boot";
import type {
  BackupStanding,
  MentorState,
  MentorshipState,
  PairNeedKind,
  SteerMentorLineFragment,
  SteerRequestPartsFragment,
  SupportMode,
  Weekday,
} from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { daysBetween, formatAgo, formatClock, formatDate, formatDay } from "@/lib/time";
import { Badge } from "@/ui";

/** Brings people together: who mentors, who is asked, who must be kept apart. */
export const steers = () => centerBoot().viewer.roles.some((role) => role === "ADMIN" || role === "SUPERVISOR");
/** Walks with somebody. Another space than the one above, also for the same person. */
export const mentors = () => centerBoot().viewer.roles.includes("PEER_MENTOR");

export const supportModes: readonly SupportMode[] = ["IN_PERSON", "ONLINE", "PHONE", "MESSAGES"];
const week: readonly Weekday[] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/** The languages that can be chosen, by their tags. */
export const languageTags = ["en", "es", "fr", "pt", "ht", "ar", "so", "zh", "vi", "ru", "ase"] as const;

const names = new Map<string, Intl.DisplayNames>();

/** "English": a language by its tag, in the reader's language. */
function languageName(tag: string, locale: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames([locale], { type: "language", fallback: "code" });
  names.set(locale, known);
  const name = known.of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

export function useMentoringWords() {
  const t = useT();
  const locale = useLocale();
  // Browsers know no name for it.
  const language = (tag: string) => (tag === "ase" ? t("mentoring.signLanguage") : languageName(tag, locale));
  /** "2 h 30 min", "45 min". */
  const minutes = (all: number) => {
    const [hours, rest] = [Math.floor(all / 60), all % 60];
    if (hours === 0) return t("mentoring.minutes", { minutes: rest });
    return rest ? t("mentoring.hoursMinutes", { hours, minutes: rest }) : t("mentoring.hours", { hours });
  };
  return {
    language,
    languages: (tags: readonly string[]) => tags.map(language).join(", "),
    modes: (modes: readonly SupportMode[]) =>
      modes.length ? modes.map((mode) => t(`mentoring.mode.${mode}`)).join(", ") : t("mentoring.modeAny"),
    /** "Tuesday 6:00–9:00 PM", as many as there are. */
    hours: (ranges: SteerRequestPartsFragment["freeHours"]) =>
      ranges.map((range) => {
        const day = formatDate(`2026-11-${String(23 + week.indexOf(range.weekday))}`, locale, "weekday");
        return `${day} ${formatClock(range.from.slice(0, 5), locale)}–${formatClock(range.until.slice(0, 5), locale)}`;
      }),
    minutes,
    /** Common free time in a week. */
    overlap: (common: number) =>
      common > 0 ? t("mentoring.inCommon", { time: minutes(common) }) : t("mentoring.noneInCommon"),
    need: (need: { kind: PairNeedKind; number?: number | null }) =>
      t(`mentoring.need.${need.kind}`, { count: need.number ?? 0 }),
    /** How long somebody waits already. */
    since: (instant: string) => formatAgo(instant, locale),
  };
}

/** What somebody carries, in words: `who` is "they" on staff's screens. */
export function useLoadWords() {
  const t = useT();
  return (mentor: Pick<SteerMentorLineFragment, "load" | "capacity" | "pairCount">) =>
    t("mentoring.carries", { people: mentor.pairCount, load: mentor.load, capacity: mentor.capacity });
}

/** Who stands in, and whether they have said yes to it. */
export function useStandInWords() {
  const t = useT();
  return (mentor: { backup?: { name: string } | null; backupStanding?: BackupStanding | null }) => {
    if (!mentor.backup) return t("mentoring.nobody");
    const { backupStanding: standing, backup } = mentor;
    return standing ? t(`mentoring.standIn.standing.${standing}`, { name: backup.name }) : backup.name;
  };
}

/** When a credential runs out, as a person says it. */
export function useExpiryWords() {
  const t = useT();
  const locale = useLocale();
  return (credential: { expiresOn?: string | null; expired: boolean }) => {
    if (!credential.expiresOn) return t("mentoring.credential.never");
    const day = formatDate(credential.expiresOn, locale, "full");
    const days = daysBetween(centerBoot().today, credential.expiresOn);
    if (credential.expired) return t("mentoring.credential.ended", { day });
    if (days <= 60) return t("mentoring.credential.soon", { count: days, day });
    return t("mentoring.credential.until", { day });
  };
}

const mentorTones = {
  APPLIED: "attention",
  TRAINING: "info",
  SHADOWING: "info",
  APPROVED: "good",
  PAUSED: "iris",
  ENDED: "neutral",
} as const;

/** A rest is the mentor's own; what the center paused is told apart from it. */
export function MentorStateBadge({ mentor }: { mentor: { state: MentorState; pausedByCenter: boolean } }) {
  const t = useT();
  const state = mentor.pausedByCenter ? "PAUSED_BY_CENTER" : mentor.state;
  return <Badge tone={mentorTones[mentor.state]}>{t(`mentoring.mentorState.${state}`)}</Badge>;
}

const pairTones: Partial<Record<MentorshipState, "good" | "iris" | "info" | "neutral">> = {
  ACTIVE: "good",
  PAUSED: "iris",
  STEPPING_BACK: "info",
  CLOSING: "info",
  OFFERED: "info",
};

export function PairStateBadge(props: { state: MentorshipState }) {
  const t = useT();
  return <Badge tone={pairTones[props.state] ?? "neutral"}>{t(`mentoring.pairState.${props.state}`)}</Badge>;
}

/** "Thu, Nov 26": the day of an instant where the reader is. */
export function useDay(): (instant: string) => string {
  const locale = useLocale();
  return (instant) => formatDay(instant, centerBoot().viewer.zone, locale);
}

export const listClass =
  "m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0";
