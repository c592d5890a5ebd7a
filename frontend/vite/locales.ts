import type { Plugin } from "vite";
// By its path: in the browser's build, and in unit tests, the package is replaced by one that cannot parse.
import { parse, TYPE } from "../node_modules/@formatjs/icu-messageformat-parser/index.js";
import type { Message } from "../src/i18n/format.ts";

/** Compiles locales/*.json to message trees at build time: the browser needs no ICU parser. */
export function locales(): Plugin {
  return {
    name: "locales",
    enforce: "pre",
    transform(code, id) {
      if (!/\/locales\/[\w.]+\.json$/.test(id)) return;
      const texts = Object.entries(JSON.parse(code) as Record<string, string>);
      const messages = Object.fromEntries(texts.map(([key, text]) => [key, compile(text)]));
      return { code: `export default ${JSON.stringify(messages)};`, map: null, moduleType: "js" };
    },
  };
}

/** Words alone stay words: most texts, and nothing to format. */
export function compile(text: string): Message {
  const tree = parse(text, { ignoreTag: false });
  return tree.every((one) => one.type === TYPE.literal) ? tree.map((one) => one.value).join("") : tree;
}
