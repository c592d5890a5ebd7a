import { existsSync, readFileSync, statSync } from "node:fs";
import type { Plugin } from "vite";

const call = /graphql\(\s*(?:\/\*\s*GraphQL\s*\*\/\s*)?`([\s\S]*?)`\s*,?\s*\)/g;
const operation = /\b(?:query|mutation|subscription)\s+(\w+)/;

/** Operation name → what the browser needs of it, read from codegen's list of trusted documents. */
function reader(file: string) {
  let readAt = 0;
  let documents = new Map<string, { id: string; text: string }>();
  return (name: string) => {
    const changedAt = existsSync(file) ? statSync(file).mtimeMs : 0;
    if (changedAt > readAt) {
      readAt = changedAt;
      const list = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
      documents = new Map(Object.entries(list).map(([id, text]) => [operation.exec(text)?.[1] ?? "", { id, text }]));
    }
    return documents.get(name);
  };
}

/**
 * Turns graphql(`query Today …`) into the document's hash, in its place. The text stays on the server, and a chunk holds
 * only the hashes it uses. `withText` keeps the text for a server that takes free documents.
 */
export function gqlDocs(lists: { operator: string; center: string; withText: boolean }): Plugin {
  const center = reader(lists.center);
  const operator = reader(lists.operator);
  return {
    name: "gql-docs",
    enforce: "pre",
    transform(code, id) {
      if (!/\.[jt]sx?(\?|$)/.test(id) || id.includes("/gql/") || !code.includes("graphql(")) return;
      const find = id.includes("/src/ops/") ? operator : center;
      const out = code.replace(call, (_match, source: string) => {
        // A fragment is only a type: its text is already inside the operations that spread it.
        if (/^\s*(#.*\n\s*)*fragment\s/.test(source)) return "(undefined)";
        const name = operation.exec(source)?.[1];
        const found = name && find(name);
        if (!found) return this.error(`${id}: GraphQL document ${name ?? "without a name"} is unknown; run codegen`);
        const text = JSON.stringify(lists.withText ? found.text : "");
        return `({ __meta__: { documentId: ${JSON.stringify(found.id)} }, toString: () => ${text} })`;
      });
      return out === code ? undefined : { code: out, map: null };
    },
  };
}
