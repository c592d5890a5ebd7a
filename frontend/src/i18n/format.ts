import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";

/** A text as the build compiles it: plain words, or the tree of an ICU message. */
export type Message = string | MessageFormatElement[];
export type Messages = Readonly<Record<string, Message>>;
export type Values = Record<string, string | number | boolean | null | undefined>;

/** Making one takes long, using it does not. A page speaks one language: a tree has one at a time. */
const made = new WeakMap<MessageFormatElement[], IntlMessageFormat>();

function formatOf(tree: MessageFormatElement[], locale: string): IntlMessageFormat {
  const found = made.get(tree);
  if (found?.resolvedOptions().locale === locale) return found;
  const fresh = new IntlMessageFormat(tree, locale);
  made.set(tree, fresh);
  return fresh;
}

/** "a las 3:00 p. m." at the end of a sentence: the point of the abbreviation is the sentence's own (Ortografía, RAE). */
const twoPoints = /(\b[ap]\.\s?m\.)\.(?!\.)/g;

/** A text with its values, in a language. */
export function format(message: Message, values: Values, locale: string): string {
  if (typeof message === "string") return message;
  try {
    return String(formatOf(message, locale).format(values)).replace(twoPoints, "$1");
  } catch (error) {
    // A mistake of ours, such as a value that nobody gave: told, so that tests fail, and the page goes on.
    reportError(error);
    return "";
  }
}
