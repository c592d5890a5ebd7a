import type { SupportMode, Weekday } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { addDays, formatDate } from "@/lib/time";

export const supportModes: readonly SupportMode[] = ["IN_PERSON", "ONLINE", "PHONE", "MESSAGES"];
/** Languages people can ask for; what somebody has set besides stays. */
export const walkLanguages = ["en", "es", "fr", "pt", "ht", "ar", "so", "zh", "vi", "ru", "ase"] as const;
export const walkDays: readonly Weekday[] = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
];
const aMonday = "2026-11-23";

/** Languages, ways to talk and days in the reader's language. Needs `WalkTexts` around it. */
export function useWalkWords() {
  const t = useT();
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const list = (words: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
  return {
    language: (tag: string) => names.of(tag) ?? tag,
    languages: (tags: readonly string[]) => list(tags.map((tag) => names.of(tag) ?? tag)),
    mode: (mode: SupportMode) => t(`walk.mode.${mode}`),
    modes: (modes: readonly SupportMode[]) =>
      modes.length ? list(modes.map((mode) => t(`walk.modeIn.${mode}`))) : t("walk.modeAny"),
    weekday: (day: Weekday) => formatDate(addDays(aMonday, walkDays.indexOf(day)), locale, "weekday"),
    list,
  };
}
