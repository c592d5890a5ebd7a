import { type ReactNode, use } from "react";
import { boot } from "@/api/boot";
import { MoreTexts } from "@/i18n";
import { loadMessages } from "@/i18n/messages";

let loaded: Promise<Record<string, never>> | undefined;

/** The texts of groups come when somebody looks at one: no other page waits for them. */
export function groupTexts(): Promise<Record<string, never>> {
  loaded ??= loadMessages(
    {
      en: () => Promise.all([import("@locales/groups.en.json"), import("@locales/kinds.en.json")]),
      es: () => Promise.all([import("@locales/groups.es.json"), import("@locales/kinds.es.json")]),
    },
    boot().locale,
  ).catch((error: unknown) => {
    // The next look asks again.
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Around everything that uses `locales/groups.*`. Suspends until they are there; a route's loader can ask earlier. */
export function GroupTexts(props: { children: ReactNode }) {
  return <MoreTexts messages={use(groupTexts())}>{props.children}</MoreTexts>;
}
