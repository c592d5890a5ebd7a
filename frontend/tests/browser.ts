import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

/** How every test gets its browser. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  headless: true,
  screenshot: "only-on-failure",
  // Where nobody looks on, what a test does is written down only after it has failed once: to write it for every test
  // would cost as much as a fifth of the run.
  trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
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
};
