import { expect, type Locator, type Page } from "@playwright/test";

/** Counts what a person presses after the start screen. Typing is free, as in the budgets. */
export class Taps {
  #count = 0;
  readonly #touch: boolean;

  constructor(touch = false) {
    this.#touch = touch;
  }

  async on(target: Locator): Promise<void> {
    this.#count += 1;
    await expect(target).toBeVisible();
    await (this.#touch ? target.tap() : target.click());
  }

  /** A key that acts, like Enter. Arrows only look around. */
  async key(page: Page, key: string): Promise<void> {
    if (!key.startsWith("Arrow")) this.#count += 1;
    await page.keyboard.press(key);
  }

  atMost(budget: number): void {
    expect(this.#count, "presses").toBeLessThanOrEqual(budget);
  }
}
