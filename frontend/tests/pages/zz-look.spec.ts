import { test } from "@playwright/test";
import { serve } from "./harness";
import { portal, portalPages } from "./portal-fixture";

for (const scheme of (process.env.SCHEMES ?? "light").split(",") as Array<"light" | "dark">)
  for (const path of portalPages.filter((one) => one.includes(process.env.ONLY ?? ""))) {
    test(`${scheme} ${path}`, async ({ browser }) => {
      const width = Number(process.env.W ?? 390);
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme, baseURL: "https://cairn.test", timezoneId: process.env.TZID ?? "America/New_York" });
      const page = await context.newPage();
      page.on("console", (m) => m.type() === "error" && console.log("CONSOLE", path, m.text()));
      page.on("pageerror", (e) => console.log("PAGEERROR", path, e.message));
      await serve(page, { ...portal, locale: (process.env.L as "en") ?? "en" });
      await page.goto(path);
      await page.locator("h1").waitFor();
      await page.waitForTimeout(700);
      await page.screenshot({ path: `/tmp/shots/${scheme}-${width}-${process.env.L ?? "en"}-${path.replace(/\W+/g, "_")}.png`, fullPage: width > 500 });
      await context.close();
    });
  }
