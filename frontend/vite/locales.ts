import { parse } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";

/** Compiles locales/*.json to message trees at build time: the browser needs no ICU parser. */
export function locales(): Plugin {
  return {
    name: "locales",
    enforce: "pre",
    transform(code, id) {
      if (!/\/locales\/[\w.]+\.json$/.test(id)) return;
      const messages = JSON.parse(code) as Record<string, string>;
      const trees = Object.entries(messages).map(([key, text]) => {
        const tree = parse(text, { ignoreTag: false });
        return [key, tree];
      });
      return { code: `export default ${JSON.stringify(Object.fromEntries(trees))};`, map: null, moduleType: "js" };
    },
  };
}
