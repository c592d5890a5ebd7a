import { sliceTexts } from "@/i18n/slice";

/** What staff reads about programs and the ways through them: it comes when they look at one. */
export const { load: programTexts, Texts: ProgramTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/programs.en.json")]),
  es: () => Promise.all([import("@locales/programs.es.json")]),
});
