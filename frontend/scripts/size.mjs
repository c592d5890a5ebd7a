// Measures what a first visit of each kind of page loads, from Vite's manifest, and fails above the bars. kB = 1000 bytes.
import { readFileSync, statSync } from "node:fs";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const size = (file, ending) => statSync(new URL(file + ending, dist)).size;

/** The chunks that come with these ones, by static imports. */
function closure(keys) {
  const seen = new Set();
  const walk = (key) => {
    if (seen.has(key) || !manifest[key]) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) walk(next);
  };
  for (const key of keys) walk(key);
  return [...seen].map((key) => manifest[key]);
}
function total(keys, ending, kind = "js") {
  const chunks = closure(keys);
  const files = new Set(kind === "js" ? chunks.map((chunk) => chunk.file) : chunks.flatMap((chunk) => chunk.css ?? []));
  return (
    [...files].filter((file) => file.endsWith(`.${kind}`)).reduce((sum, file) => sum + size(file, ending), 0) / 1000
  );
}
const routesOf = (audience) =>
  Object.keys(manifest).filter(
    (key) => key.startsWith(`src/${audience}/routes/`) && key.includes("tsr-split=component"),
  );
const base = (audience) => [`src/${audience}/main.tsx`, "locales/common.en.json", `locales/${audience}.en.json`];
const heaviest = (audience, skip = "") =>
  routesOf(audience)
    .filter((key) => !skip || !key.includes(skip))
    .map((key) => ({ key: key.replace(/\?.*/, ""), kb: total([...base(audience), key], ".gz") }))
    .sort((a, b) => b.kb - a.kb)[0] ?? { key: "-", kb: total(base(audience), ".gz") };

const today = [...base("portal"), ...routesOf("portal").filter((key) => key.includes("/today.tsx"))];
const portal = heaviest("portal", "/today.tsx");
const staff = heaviest("staff");
const ops = heaviest("ops");
const shared = new Set(
  ["portal", "staff", "ops"].flatMap((audience) => closure(base(audience)).map((chunk) => chunk.file)),
);
const lazy = Object.values(manifest)
  .filter((chunk) => chunk.file.endsWith(".js") && !shared.has(chunk.file))
  .map((chunk) => ({ key: chunk.file, kb: size(chunk.file, ".gz") / 1000 }))
  .sort((a, b) => b.kb - a.kb)[0];
const rows = [
  ["portal first view (today), gzip", total(today, ".gz"), 160],
  ["portal first view (today), brotli", total(today, ".br"), 135],
  [`portal route, heaviest: ${portal.key}`, portal.kb, 185],
  [`staff route, heaviest: ${staff.key}`, staff.kb, 250],
  [`ops route, heaviest: ${ops.key}`, ops.kb, 230],
  [`lazy chunk, heaviest: ${lazy.key}`, lazy.kb, 60],
  ["styles of an audience, gzip", total(base("staff"), ".gz", "css"), 18],
  ["styles of server pages, gzip", size(manifest["src/pages.css"].file, ".gz") / 1000, 18],
  ...["portal", "staff", "ops"].map((audience) => [
    `texts of ${audience} (es), gzip`,
    total(["locales/common.es.json", `locales/${audience}.es.json`], ".gz"),
    25,
  ]),
  [
    "font on first view",
    size(Object.values(manifest).find((one) => /figtree-latin-wght-normal/.test(one.file)).file, "") / 1000,
    24,
  ],
];

// The demo's explorer is a tool for programmers, in a manifest of its own: listed, without a bar.
const explorer = Object.values(JSON.parse(readFileSync(new URL(".vite/explorer.json", dist), "utf8")));
const explored = explorer.reduce((sum, chunk) => sum + size(chunk.file, ".gz"), 0) / 1000;
process.stdout.write(`       ${explored.toFixed(1)} kB  the demo's explorer with all it may load, gzip (no bar)
`);
let failed = 0;
for (const [what, kb, bar] of rows) {
  const over = kb > bar;
  if (over) failed += 1;
  process.stdout.write(`${over ? "OVER " : "ok   "} ${kb.toFixed(1).padStart(6)} / ${bar} kB  ${what}\n`);
}

// Clients must not get the texts of operations, nor the staff's code.
const files = new Set(Object.values(manifest).map((chunk) => chunk.file));
for (const name of [...files].filter((file) => file.endsWith(".js"))) {
  const text = readFileSync(new URL(name, dist), "utf8");
  if (/\b(query|mutation|subscription) [A-Z]\w+\s*[({]/.test(text)) {
    failed += 1;
    process.stdout.write(`LEAK  ${name} holds the text of an operation\n`);
  }
}
const portalFiles = closure([...base("portal"), ...routesOf("portal")]);
for (const chunk of portalFiles) {
  if (/^src\/(staff|ops)\//.test(chunk.src ?? "")) {
    failed += 1;
    process.stdout.write(`LEAK  the portal loads ${chunk.src}\n`);
  }
}
process.stdout.write(failed ? `${failed} over the bars\n` : "all within the bars\n");
process.exit(failed ? 1 : 0);
