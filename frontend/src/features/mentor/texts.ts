import { sliceTexts } from "@/i18n/slice";

/** The texts of looking for a mentor and walking with one, of what one shares of oneself, of becoming a mentor. */
export const { load: walkTexts, Texts: WalkTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/walk.en.json")]),
  es: () => Promise.all([import("@locales/walk.es.json")]),
});
