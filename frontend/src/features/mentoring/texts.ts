import { sliceTexts } from "@/i18n/slice";

/** What those read who bring people together, who walk with somebody, and who look after the library. */
export const { load: mentoringTexts, Texts: MentoringTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/mentoring.en.json")]),
  es: () => Promise.all([import("@locales/mentoring.es.json")]),
});
