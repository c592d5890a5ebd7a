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
import { weekdays } from "./kinds";

export { audiences, facts, formats, languages, modes, pathways, quietChoices, weekdays } from "./kinds";

const aSunday = "2026-11-22";

/** What the kinds of groups are called, in the reader's language. The texts come with `GroupTexts`, and with those of the staff's groups. */
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
            all.map((one, place) => inside(t(`group.audience.${one}`), place)),
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

/** A word that begins with a capital letter on its own, and not within a list. Abbreviations keep theirs. */
function inside(word: string, place: number): string {
  return place === 0 || /^\p{Lu}{2}/u.test(word) ? word : word.charAt(0).toLocaleLowerCase() + word.slice(1);
}

function list(locale: string, words: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
}
