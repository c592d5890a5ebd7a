import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actionId } from "./words";

/** Looks like an action, and is none: limits, keys of attempts, names of pages and files. */
const others = ["chat.send", "enrollment.begin", "program.exe"];

/** What the server writes into the log, as far as its sources name it in one piece. */
function actionsOfTheServer(): string[] {
  const domain = join(import.meta.dirname, "../../../../crates/domain/src");
  const sources = readdirSync(domain, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".rs"))
    .map((file) => readFileSync(join(domain, file), "utf8"));
  const quoted = sources.flatMap((text) => [...text.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map((found) => found[1] ?? ""));
  // Whoever is written about once is written about by all their deeds.
  const subjects = new Set(
    sources.flatMap((text) => [...text.matchAll(/Event::\w+\(\s*"([a-z_]+)\./g)].map((found) => found[1] ?? "")),
  );
  return [...new Set(quoted)].filter((one) => subjects.has(one.split(".")[0] ?? "") && !others.includes(one));
}

test("the audit log has words for every deed", () => {
  const actions = actionsOfTheServer();
  expect(actions.length).toBeGreaterThan(200);
  expect(actions.filter((action) => !actionId(action))).toEqual([]);
});
