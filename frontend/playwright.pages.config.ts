import { defineConfig } from "@playwright/test";
import { browser, retries } from "./tests/browser";

/** The built app with answers from a fixture, without a server. */
export default defineConfig({
  testDir: "tests/pages",
  outputDir: "test-results/pages",
  fullyParallel: true,
  workers: 2,
  retries,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { ...browser, baseURL: "https://cairn.test" },
});
