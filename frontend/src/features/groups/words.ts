import type {
  AccessFact,
  GroupAccess,
  GroupAudience,
  GroupFormat,
  GroupPathway,
  MeetingMode,
  MembershipState,
  Weekday,
  WhenQuiet,
} from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { addDays, formatDate } from "@/lib/time";

export const formats: readonly GroupFormat[] = [
  "DISCUSSION",
  "TOPIC",
  "SPEAKER",
  "STEP_STUDY",
  "BOOK_STUDY",
  "ROUND_ROBIN",
  "PITCH",
  "TIMED",
  "OPEN_ENDED",
  "QUESTION_AND_ANSWER",
  "MEDITATION",
  "CHECK_IN",
];
export const audiences: readonly GroupAudience[] = [
  "WOMEN",
  "MEN",
  "LGBTQ",
  "YOUNG_ADULTS",
  "OLDER_ADULTS",
  "PARENTS",
  "VETERANS",
  "NEWCOMERS",
  "PEOPLE_OF_COLOR",
];
export const pathways: readonly GroupPathway[] = [
  "TWELVE_STEP",
  "SMART",
  "MINDFULNESS",
  "FAITH",
  "SECULAR",
  "MEDICATION",
  "CULTURAL",
  "HARM_REDUCTION",
  "FAMILY",
];
export const modes: readonly MeetingMode[] = ["IN_PERSON", "ONLINE", "HYBRID"];
export const weekdays: readonly Weekday[] = [
  "SUNDAY",
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
];
export const facts: readonly AccessFact[] = [
  "WHEELCHAIR",
  "ACCESSIBLE_BATHROOM",
  "ASL",
  "CAPTIONS",
  "HEARING_LOOP",
  "CHILDCARE",
  "NEAR_TRANSIT",
  "QUIET_SPACE",
  "CAMERAS_ON_SITE",
];
/** What groups are asked for most; any other tag is shown by its name as well. */
export const languages: readonly string[] = ["en", "es", "ht", "pt", "vi", "zh", "ase"];
export const quietChoices: readonly WhenQuiet[] = ["NOTHING", "WAVE", "CALL"];

const aSunday = "2026-11-22";

/** What the kinds of groups are called, in the reader's language. The texts come with every audience. */
export function useGroupWords() {
  const t = useT();
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  return {
    format: (one: GroupFormat) => t(`group.format.${one}`),
    pathway: (one: GroupPathway) => t(`group.pathway.${one}`),
    audience: (one: GroupAudience) => t(`group.audience.${one}`),
    access: (one: GroupAccess) => t(`group.access.${one}`),
    fact: (one: AccessFact) => t(`group.fact.${one}`),
    mode: (one: MeetingMode) => t(`group.mode.${one}`),
    membership: (one: MembershipState) => t(`group.membership.${one}`),
    quiet: (one: WhenQuiet) => t(`group.quiet.${one}`),
    weekday: (one: Weekday) => formatDate(addDays(aSunday, weekdays.indexOf(one)), locale, "weekday"),
    language: (tag: string) => names.of(tag) ?? tag,
    /** "For women, veterans", or that it is for everyone. */
    audiences: (all: readonly GroupAudience[]) =>
      all.length
        ? list(
            locale,
            all.map((one) => t(`group.audience.${one}`)),
          )
        : t("group.everyone"),
    languages: (tags: readonly string[]) =>
      list(
        locale,
        tags.map((tag) => names.of(tag) ?? tag),
      ),
    /** How many have a place, as a range, in words. */
    size: (size: { least: number; most: number }) => t(size.least > 1 ? "group.size" : "group.sizeOne", size),
  };
}

function list(locale: string, words: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
}
