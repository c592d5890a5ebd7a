import { sliceTexts } from "@/i18n/slice";

/** What admins read about lists of meetings: it comes when they look at one. */
export const { load: feedTexts, Texts: FeedTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/feeds.en.json"), import("@locales/kinds.en.json")]),
  es: () => Promise.all([import("@locales/feeds.es.json"), import("@locales/kinds.es.json")]),
});
