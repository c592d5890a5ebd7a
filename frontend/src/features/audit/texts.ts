import { sliceTexts } from "@/i18n/slice";

/** What each deed in the log is called: hundreds of words that only its readers need. */
export const { load: auditTexts, Texts: AuditTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/audit.en.json")]),
  es: () => Promise.all([import("@locales/audit.es.json")]),
});
