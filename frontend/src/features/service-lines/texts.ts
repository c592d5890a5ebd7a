import { sliceTexts } from "@/i18n/slice";

/** What is read about payers and the lines that go to them: it comes when somebody looks at one. */
export const { load: lineTexts, Texts: LineTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/lines.en.json")]),
  es: () => Promise.all([import("@locales/lines.es.json")]),
});
