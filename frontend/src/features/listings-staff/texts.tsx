import { type ReactNode, use } from "react";
import { boot } from "@/api/boot";
import { MoreTexts } from "@/i18n";
import { loadMessages } from "@/i18n/messages";

let loaded: Promise<Record<string, never>> | undefined;

/** What admins read about lists of meetings: it comes when they look at one. */
export function feedTexts(): Promise<Record<string, never>> {
  loaded ??= loadMessages(
    {
      en: () => Promise.all([import("@locales/feeds.en.json"), import("@locales/kinds.en.json")]),
      es: () => Promise.all([import("@locales/feeds.es.json"), import("@locales/kinds.es.json")]),
    },
    boot().locale,
  ).catch((error: unknown) => {
    // The next look asks again.
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Around everything that uses `locales/feeds.*`. Suspends until they are there; a loader can ask earlier. */
export function FeedTexts(props: { children: ReactNode }) {
  return <MoreTexts messages={use(feedTexts())}>{props.children}</MoreTexts>;
}
