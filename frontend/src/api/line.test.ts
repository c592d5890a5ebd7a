import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeLine } from "./line";
import { makePulse, waitToTryAgain } from "./wire";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the line", () => {
  test("is down only when it stays broken, and up again at once", () => {
    const line = makeLine();
    const heard = vi.fn();
    line.subscribe(heard);
    line.broken(1006);
    vi.advanceTimersByTime(1_500);
    line.up();
    vi.advanceTimersByTime(5_000);
    expect(heard).not.toHaveBeenCalled();
    line.broken(1006);
    line.broken(1006);
    vi.advanceTimersByTime(2_000);
    expect(line.isDown()).toBe(true);
    line.up();
    expect(line.isDown()).toBe(false);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test("that was closed because nobody listens is not down", () => {
    const line = makeLine();
    line.broken(1000);
    vi.advanceTimersByTime(10_000);
    expect(line.isDown()).toBe(false);
  });
});

describe("the wire", () => {
  test("is cut when no answer comes, and kept when one does", () => {
    const cut = vi.fn();
    const pulse = makePulse(cut);
    pulse.asked();
    pulse.stop();
    vi.advanceTimersByTime(60_000);
    expect(cut).not.toHaveBeenCalled();
    pulse.asked();
    vi.advanceTimersByTime(8_000);
    expect(cut).toHaveBeenCalledOnce();
  });

  test("is tried again after longer and longer, at most about half a minute", async () => {
    for (const [tries, atMost] of [
      [0, 4_000],
      [3, 11_000],
      [40, 33_000],
    ] as const) {
      const tried = vi.fn();
      void waitToTryAgain(tries).then(tried);
      await vi.advanceTimersByTimeAsync(atMost - 3_000);
      expect(tried, `${tries}`).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(3_000);
      expect(tried, `${tries}`).toHaveBeenCalledOnce();
    }
  });

  test("is tried soon after the device is online again", async () => {
    const tried = vi.fn();
    void waitToTryAgain(40).then(tried);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(tried).toHaveBeenCalledOnce();
  });
});
