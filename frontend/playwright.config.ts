import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// The journeys run on a demo of their own, or on a fresh one that somebody else has started at CAIRN_URL.
const port = process.env.E2E_PORT ?? "8380";
const inboxPort = process.env.E2E_INBOX_PORT ?? "8325";
const binary = process.env.CAIRN_BIN ?? "../target/debug/cairn";
const started = !process.env.CAIRN_URL;
process.env.CAIRN_URL ??= `http://localhost:${port}`;
process.env.CAIRN_INBOX_URL ??= `http://127.0.0.1:${inboxPort}`;

/** `pages`: the built app with answers from a fixture, no server. `e2e`: journeys against the real binary. */
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    headless: true,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    {
      name: "pages",
      testMatch: "pages/**/*.spec.ts",
      fullyParallel: true,
      use: { baseURL: "https://cairn.test" },
    },
    // One browser after the other: all of them meet in one small world.
    {
      name: "e2e",
      testMatch: "e2e/**/*.spec.ts",
      testIgnore: "e2e/barriers.spec.ts",
      workers: 1,
      use: { baseURL: process.env.CAIRN_URL },
    },
    {
      // Only looks, so several may at once; on a world of its own, because the journeys change theirs meanwhile.
      name: "barriers",
      testMatch: "e2e/barriers.spec.ts",
      fullyParallel: true,
      // What it finds it says in words; a trace of each look would double the time.
      use: { baseURL: process.env.CAIRN_URL, trace: "off" },
    },
  ],
  webServer: started
    ? {
        command: `${binary} demo --fresh --folder ${join(tmpdir(), "cairn-e2e")} --port ${port} --inbox-port ${inboxPort}`,
        url: `http://localhost:${port}/readyz`,
        timeout: 120_000,
        gracefulShutdown: { signal: "SIGINT", timeout: 20_000 },
      }
    : undefined,
});
