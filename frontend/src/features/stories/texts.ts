import { sliceTexts } from "@/i18n/slice";

/** The texts of the toolbox: coping strategies, stories, and one's own. */
export const { load: toolTexts, Texts: ToolTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/tools.en.json")]),
  es: () => Promise.all([import("@locales/tools.es.json")]),
});
