import { defineConfig } from "@playwright/test";

/** `pages`: the built app with answers from a fixture, no server. `e2e`: a running server at CAIRN_URL. */
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: [["list"]],
  use: {
    headless: true,
    baseURL: process.env.CAIRN_URL ?? "https://cairn.test",
    trace: "retain-on-failure",
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
    { name: "pages", testMatch: "pages/**/*.spec.ts" },
    ...(process.env.CAIRN_URL ? [{ name: "e2e", testMatch: "e2e/**/*.spec.ts" }] : []),
  ],
});
