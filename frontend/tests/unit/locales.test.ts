import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
// By its path: the build replaces the package with one that cannot parse.
import { type MessageFormatElement, parse, TYPE } from "../../node_modules/@formatjs/icu-messageformat-parser/index.js";

const folder = join(process.cwd(), "locales");
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, string>;
const names = [
  "common",
  "booking",
  "portal",
  "groups",
  "staff",
  "desk",
  "ops",
  "facilitation",
  "feeds",
  "kinds",
  "walk",
  "ways",
  "tools",
  "programs",
  "audit",
  "mentoring",
  "care",
  "lines",
  "calfeed",
];

function sources(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const full = join(path, entry.name);
    if (entry.isDirectory()) return entry.name === "gql" ? [] : sources(full);
    return /\.tsx?$/.test(entry.name) && !/\.(test|gen)\./.test(entry.name) ? [readFileSync(full, "utf8")] : [];
  });
}

/** The names that a text needs values for, also inside plurals and choices. */
function placeholders(elements: MessageFormatElement[]): string[] {
  const names = elements.flatMap((element) => {
    if (!("value" in element) || element.type === TYPE.literal) return [];
    const inner =
      "options" in element ? Object.values(element.options).flatMap((option) => placeholders(option.value)) : [];
    return [element.value, ...inner];
  });
  return [...new Set(names)].sort();
}

describe.each(names)("locales/%s", (name) => {
  const [en, es] = [read(`${name}.en.json`), read(`${name}.es.json`)];

  test("has the same texts with the same placeholders in both languages", () => {
    expect(Object.keys(es)).toEqual(Object.keys(en));
    for (const [id, text] of Object.entries(en)) {
      expect([id, placeholders(parse(es[id] ?? ""))]).toEqual([id, placeholders(parse(text))]);
    }
  });

  test("is sorted, so that two people adding texts seldom meet", () => {
    expect(Object.keys(en)).toEqual([...Object.keys(en)].sort());
  });

  test("speaks to people kindly", () => {
    const unkind = /\b(addict|alcoholic|clean and sober|dirty|relapse|no-show|invalid|oops|forbidden)\b|!{1,}/i;
    for (const text of [...Object.values(en), ...Object.values(es)]) expect(text).not.toMatch(unkind);
  });
});

test("no text is in two files, and none is unused", () => {
  const ids = names.flatMap((name) => Object.keys(read(`${name}.en.json`)));
  expect(ids.length).toBe(new Set(ids).size);
  const code = sources(join(process.cwd(), "src")).join("\n");
  const built = [...code.matchAll(/`([a-z][\w]*\.[\w.]*)\$\{/g)].map((found) => found[1] ?? "?");
  const unused = ids.filter(
    (id) => !code.includes(`"${id}"`) && !built.some((prefix) => id.startsWith(prefix)) && !id.startsWith("role."),
  );
  expect(unused).toEqual([]);
});
