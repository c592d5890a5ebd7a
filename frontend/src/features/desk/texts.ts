import { sliceTexts } from "@/i18n/slice";

/** What staff reads about kinds of sessions, requests, series, covering and waiting: it comes with those pages. */
export const { load: deskTexts, Texts: DeskTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/desk.en.json")]),
  es: () => Promise.all([import("@locales/desk.es.json")]),
});
