import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { browser } from "./tests/browser";

// Journeys change their world, so each browser that goes at the same time has one of its own: a demo started here, or
// the fresh ones that somebody else has started at the addresses in CAIRN_URL and CAIRN_INBOX_URL.
const binary = process.env.CAIRN_BIN ?? "../target/debug/cairn";
const words = (list: string | undefined) => list?.split(" ").filter(Boolean);
const given = words(process.env.CAIRN_URL);
const ports = [Number(process.env.E2E_PORT ?? 8380), Number(process.env.E2E_PORT ?? 8380) + 1];
const inboxPort = Number(process.env.E2E_INBOX_PORT ?? 8325);
const worlds = given ?? ports.map((port) => `http://localhost:${port}`);
const inboxes = words(process.env.CAIRN_INBOX_URL) ?? ports.map((_, n) => `http://127.0.0.1:${inboxPort + n}`);

// This file is read once by the runner and once in each worker; a worker knows its number and settles in its world.
const worker = Number(process.env.TEST_PARALLEL_INDEX ?? -1);
const own = worlds[Math.max(worker, 0) % worlds.length];
if (worker >= 0) {
  process.env.CAIRN_URL = own;
  process.env.CAIRN_INBOX_URL = inboxes[worker % inboxes.length];
}

/** Journeys against the real binary, and every page looked at for barriers. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  workers: worlds.length,
  // A journey that fails leaves half of its changes behind: whoever walks it again (\`cargo xtask test\` does, once) takes
  // a fresh world, not this one.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  projects: [
    { name: "e2e", testIgnore: "barriers.spec.ts", use: { ...browser, baseURL: own } },
    {
      // Only looks, so any of its tests may go in any world.
      name: "barriers",
      testMatch: "barriers.spec.ts",
      fullyParallel: true,
      // What it finds it says in words; a trace of each look would double the time.
      use: { ...browser, baseURL: own, trace: "off" },
    },
  ],
  webServer: given
    ? undefined
    : ports.map((port, n) => ({
        command: `${binary} demo --fresh --folder ${join(tmpdir(), `cairn-e2e-${n}`)} --port ${port} --inbox-port ${inboxPort + n}`,
        url: `http://localhost:${port}/readyz`,
        timeout: 120_000,
        gracefulShutdown: { signal: "SIGINT", timeout: 20_000 },
      })),
});
