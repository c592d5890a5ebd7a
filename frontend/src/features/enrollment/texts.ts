import { sliceTexts } from "@/i18n/slice";

/** The texts of one's own way through a program. */
export const { load: wayTexts, Texts: WayTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/ways.en.json")]),
  es: () => Promise.all([import("@locales/ways.es.json")]),
});
