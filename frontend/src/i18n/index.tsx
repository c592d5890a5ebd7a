import { createContext, type ReactNode, use, useMemo } from "react";
import { RacI18n } from "@/ui/provider";
import { format, type Messages, type Values } from "./format";
import type { Locale, MessageId } from "./messages";

export type { Values } from "./format";
export type { Locale, MessageId } from "./messages";

/** The language tag that dates and numbers are written in. */
export const tags: Record<Locale, string> = { en: "en-US", es: "es-US" };

type Texts = { locale: string; messages: Messages };
const Context = createContext<Texts>({ locale: tags.en, messages: {} });

export function I18n(props: { locale: Locale; messages: Messages; children: ReactNode }) {
  const { locale, messages } = props;
  const texts = useMemo(() => ({ locale: tags[locale], messages }), [locale, messages]);
  return (
    <Context value={texts}>
      <RacI18n locale={locale === "es" ? "es-ES" : "en-US"}>{props.children}</RacI18n>
    </Context>
  );
}

/** More texts for what is inside: a slice's own, loaded when it is. */
export function MoreTexts(props: { messages: Messages; children: ReactNode }) {
  const { locale, messages } = use(Context);
  const more = props.messages;
  const texts = useMemo(() => ({ locale, messages: { ...messages, ...more } }), [locale, messages, more]);
  return <Context value={texts}>{props.children}</Context>;
}

const none: Values = {};

/** Texts by id: `const t = useT(); t("today.next")`. */
export function useT(): (id: MessageId, values?: Values) => string {
  const { locale, messages } = use(Context);
  return (id, values = none) => {
    const message = messages[id];
    if (message === undefined) {
      // The texts of a slice are not there: a mistake of ours, told so that tests fail.
      reportError(new Error(`no text "${id}"`));
      return id;
    }
    return format(message, values, locale);
  };
}

/** The language tag for `lib/time` and number formats. */
export function useLocale(): string {
  return use(Context).locale;
}
