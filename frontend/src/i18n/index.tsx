import type { ReactNode } from "react";
import { IntlProvider, useIntl } from "react-intl";
import { RacI18n } from "@/ui/provider";
import type { Locale, MessageId } from "./messages";

export type { Locale, MessageId } from "./messages";

/** The language tag that dates and numbers are written in. */
export const tags: Record<Locale, string> = { en: "en-US", es: "es-US" };

export function I18n(props: { locale: Locale; messages: Record<string, never>; children: ReactNode }) {
  return (
    <IntlProvider locale={tags[props.locale]} messages={props.messages} defaultLocale="en-US">
      <RacI18n locale={props.locale === "es" ? "es-ES" : "en-US"}>{props.children}</RacI18n>
    </IntlProvider>
  );
}

/** More texts for what is inside: a slice's own, loaded when it is. */
export function MoreTexts(props: { messages: Record<string, never>; children: ReactNode }) {
  const { locale, messages } = useIntl();
  return (
    <IntlProvider locale={locale} messages={{ ...messages, ...props.messages }} defaultLocale="en-US">
      {props.children}
    </IntlProvider>
  );
}

export type Values = Record<string, string | number | boolean | Date | null | undefined>;

/** Texts by id: `const t = useT(); t("today.next")`. */
export function useT(): (id: MessageId, values?: Values) => string {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

/** The language tag for `lib/time` and number formats. */
export function useLocale(): string {
  return useIntl().locale;
}
