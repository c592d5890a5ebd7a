import { sliceTexts } from "@/i18n/slice";

/** What those read who plan and hold groups: it comes when they look at one, no other page waits for it. */
export const { load: facilitationTexts, Texts: FacilitationTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/facilitation.en.json"), import("@locales/kinds.en.json")]),
  es: () => Promise.all([import("@locales/facilitation.es.json"), import("@locales/kinds.es.json")]),
});
