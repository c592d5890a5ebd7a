import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Page, Route, WebSocketRoute } from "@playwright/test";

const dist = process.env.CAIRN_DIST ?? join(import.meta.dirname, "../../dist");
const types: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

export type Answers = Record<string, unknown | ((variables: Record<string, unknown>) => unknown)>;
export type Setting = {
  audience: "portal" | "staff" | "ops";
  locale?: "en" | "es";
  boot: Record<string, unknown>;
  answers: Answers;
  /** The instant that the browser believes. */
  now: string;
  /** Answers the live connection; without it the connection stays silent. */
  live?: (socket: WebSocketRoute) => void;
};

type Chunk = { file: string; css?: string[]; imports?: string[] };

/** The page as the server would send it: boot data and the tags of the built entry. */
function shell(setting: Setting): string {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const entry = manifest[`src/${setting.audience}/main.tsx`];
  if (!entry) throw new Error("build the frontend first: npm run build");
  const css = new Set<string>();
  const walk = (chunk: Chunk | undefined) => {
    for (const file of chunk?.css ?? []) css.add(file);
    for (const key of chunk?.imports ?? []) walk(manifest[key]);
  };
  walk(entry);
  const locale = setting.locale ?? "en";
  const boot = JSON.stringify({
    audience: setting.audience,
    locale,
    mode: "serve",
    documents: "trusted",
    ...setting.boot,
  });
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>Cairn</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${[...css].map((file) => `<link rel="stylesheet" href="/${file}">`).join("")}
<script type="module" src="/${entry.file}"></script></head>
<body><div id="root"></div><script id="boot" type="application/json">${boot.replace(/</g, "\\u003c")}</script></body></html>`;
}

function operations(): Map<string, string> {
  const names = new Map<string, string>();
  for (const file of ["persisted-documents.json", "persisted-documents.ops.json"]) {
    const documents = JSON.parse(readFileSync(join(dist, file), "utf8")) as Record<string, string>;
    for (const [id, text] of Object.entries(documents)) {
      names.set(id, /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? "?");
    }
  }
  return names;
}

function asset(path: string, route: Route): Promise<void> {
  const file = join(dist, path);
  if (!existsSync(file)) return route.fulfill({ status: 404 });
  return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? "application/octet-stream" });
}

/** Serves the built app on https://cairn.test from the disk, and GraphQL from the given answers. Returns what was asked. */
export async function serve(page: Page, setting: Setting) {
  const names = operations();
  const asked: Array<{ name: string; variables: Record<string, unknown> }> = [];
  await page.clock.setFixedTime(setting.now);
  await page.routeWebSocket("**/graphql/live", (socket) => setting.live?.(socket));
  await page.route("https://cairn.test/**", async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.startsWith("/assets/")) return asset(url.pathname.slice(1), route);
    if (!url.pathname.endsWith("/graphql")) return route.fulfill({ body: shell(setting), contentType: "text/html" });
    const { documentId, variables = {} } = route.request().postDataJSON() as {
      documentId: string;
      variables?: Record<string, unknown>;
    };
    const name = names.get(documentId) ?? documentId;
    asked.push({ name, variables });
    const answer = setting.answers[name];
    if (answer === undefined)
      return route.fulfill({ json: { errors: [{ message: name, extensions: { code: "NO_FIXTURE" } }] } });
    // A test may hold an answer back.
    const data = await (typeof answer === "function"
      ? (answer as (given: typeof variables) => unknown)(variables)
      : answer);
    return data instanceof Response
      ? route.fulfill({ status: data.status, json: {} })
      : route.fulfill({ json: { data } });
  });
  return asked;
}
