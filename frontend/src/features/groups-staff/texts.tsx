import { type ReactNode, use } from "react";
import { boot } from "@/api/boot";
import { MoreTexts } from "@/i18n";
import { loadMessages } from "@/i18n/messages";

let loaded: Promise<Record<string, never>> | undefined;

/** What those read who plan and hold groups: it comes when they look at one, no other page waits for it. */
export function facilitationTexts(): Promise<Record<string, never>> {
  loaded ??= loadMessages(
    {
      en: () => Promise.all([import("@locales/facilitation.en.json"), import("@locales/kinds.en.json")]),
      es: () => Promise.all([import("@locales/facilitation.es.json"), import("@locales/kinds.es.json")]),
    },
    boot().locale,
  ).catch((error: unknown) => {
    // The next look asks again.
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Around everything that uses `locales/facilitation.*`. Suspends until they are there; a loader can ask earlier. */
export function FacilitationTexts(props: { children: ReactNode }) {
  return <MoreTexts messages={use(facilitationTexts())}>{props.children}</MoreTexts>;
}
