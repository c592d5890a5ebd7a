import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from "@playwright/test";

/** How every test gets its browser. */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  headless: true,
  screenshot: "only-on-failure",
  // What a test does is written down only after it has failed once: that alone would cost as much as a fifth of the run.
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

/**
 * Where nobody looks on, a test that fails is done once more and then leaves its trace. It is counted as flaky, by name,
 * when it goes well the second time.
 */
export const retries = process.env.CI ? 1 : 0;
