import { defineConfig } from "@playwright/test";
import { browser } from "./tests/browser";

/** The built app with answers from a fixture, without a server. */
export default defineConfig({
  testDir: "tests/pages",
  outputDir: "test-results/pages",
  fullyParallel: true,
  workers: 2,
  // Where nobody looks on, a page that fails is shown once more and then leaves its trace; it counts as flaky, by name.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { ...browser, baseURL: "https://cairn.test" },
});
