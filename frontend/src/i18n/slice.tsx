import { type ReactNode, use } from "react";
import { boot } from "@/api/boot";
import { MoreTexts } from "@/i18n";
import type { Messages } from "./format";
import { loadMessages, type MessageLoaders } from "./messages";

/**
 * The texts of a slice, which come when somebody looks at it: `load` for a route's loader, `Texts` around everything that
 * uses them. `Texts` suspends until they are there.
 */
export function sliceTexts(loaders: MessageLoaders) {
  let loaded: Promise<Messages> | undefined;
  function load(): Promise<Messages> {
    loaded ??= loadMessages(loaders, boot().locale).catch((error: unknown) => {
      // The next look asks again.
      loaded = undefined;
      throw error;
    });
    return loaded;
  }
  function Texts(props: { children: ReactNode }) {
    return <MoreTexts messages={use(load())}>{props.children}</MoreTexts>;
  }
  return { load, Texts };
}
