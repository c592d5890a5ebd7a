import type { Plugin } from "vite";

const call = /graphql\(\s*(?:\/\*\s*GraphQL\s*\*\/\s*)?`([\s\S]*?)`\s*,?\s*\)/g;

/** Turns graphql(`query Today …`) into the generated `TodayDocument`, so that a chunk holds only the documents it uses. */
export function gqlDocs(generated: { operator: string; center: string }): Plugin {
  return {
    name: "gql-docs",
    enforce: "pre",
    transform(code, id) {
      if (!/\.[jt]sx?(\?|$)/.test(id) || id.includes("/gql/") || !code.includes("graphql(")) return;
      const names = new Set<string>();
      const out = code.replace(call, (_match, text: string) => {
        const found = /\b(query|mutation|subscription|fragment)\s+(\w+)/.exec(text);
        if (!found) this.error(`unnamed GraphQL document in ${id}`);
        // A fragment is only a type: its text is already inside the operations that spread it.
        if (found[1] === "fragment") return "(undefined)";
        const name = `${found[2]}Document`;
        names.add(name);
        return name;
      });
      if (out === code) return;
      if (!names.size) return { code: out, map: null };
      const from = id.includes("/src/ops/") ? generated.operator : generated.center;
      return { code: `import { ${[...names].join(", ")} } from ${JSON.stringify(from)};\n${out}`, map: null };
    },
  };
}
