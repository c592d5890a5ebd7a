import { sliceTexts } from "@/i18n/slice";

/** What is read about the link for calendar programs: it comes with the page that shows it. */
export const { load: feedLinkTexts, Texts: FeedLinkTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/calfeed.en.json")]),
  es: () => Promise.all([import("@locales/calfeed.es.json")]),
});
