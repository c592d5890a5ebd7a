import { sliceTexts } from "@/i18n/slice";

/** The texts of groups: they come when somebody looks at one, no other page waits for them. */
export const { load: groupTexts, Texts: GroupTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/groups.en.json"), import("@locales/kinds.en.json")]),
  es: () => Promise.all([import("@locales/groups.es.json"), import("@locales/kinds.es.json")]),
});
