import { sliceTexts } from "@/i18n/slice";

/** What is read about the hour itself and its note: it comes with the pages that show them. */
export const { load: careTexts, Texts: CareTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/care.en.json")]),
  es: () => Promise.all([import("@locales/care.es.json")]),
});
