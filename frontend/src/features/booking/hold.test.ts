import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { request } from "@/api/fetcher";
import { heldToken } from "./held";
import { Keeper } from "./hold";

vi.mock("@/api/fetcher", () => ({ request: vi.fn() }));
const asked = vi.mocked(request);
const wish = { counselorIds: ["member:dana"], startsAt: "2026-11-26T21:30:00Z", minutes: 45 };
const start = Date.parse("2026-11-22T22:00:00Z");
const minute = 60_000;

/** The server keeps it for five minutes from now. */
const yes = (holdToken: string) =>
  asked.mockImplementationOnce(async () => ({
    holdSlot: { holdToken, expiresAt: new Date(Date.now() + 5 * minute).toISOString(), problems: [] },
  }));
const taken = () =>
  asked.mockResolvedValueOnce({
    holdSlot: {
      holdToken: null,
      expiresAt: null,
      problems: [{ __typename: "SlotTaken", code: "SLOT_TAKEN", message: "", path: [], alternatives: [] }],
    },
  });

beforeEach(() => {
  asked.mockReset().mockResolvedValue({ releaseHold: { problems: [] } });
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a time is renewed before it runs out, three times, and then it is told that it ran out", async () => {
  const lapsed = vi.fn();
  const keeper = new Keeper(lapsed);
  for (const token of ["one", "two", "three", "four"]) yes(token);
  expect(await keeper.keep(wish)).toMatchObject({ token: "one" });
  await vi.advanceTimersByTimeAsync(4.3 * minute);
  expect(await keeper.ready()).toMatchObject({ token: "two" });
  await vi.advanceTimersByTimeAsync(9 * minute);
  expect(heldToken()).toBe("four");
  expect(lapsed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(lapsed).toHaveBeenCalledExactlyOnceWith();
  expect(await keeper.ready()).toEqual({ token: null });
  expect(asked).toHaveBeenCalledTimes(4);
});

test("somebody has it when it should be renewed: what is free close by is told", async () => {
  const lapsed = vi.fn();
  const keeper = new Keeper(lapsed);
  yes("one");
  taken();
  await keeper.keep(wish);
  await vi.advanceTimersByTimeAsync(4.3 * minute);
  expect(lapsed).toHaveBeenCalledExactlyOnceWith([]);
  expect(heldToken()).toBeNull();
});

test("without a connection the time stays kept until it runs out on the server", async () => {
  const lapsed = vi.fn();
  const keeper = new Keeper(lapsed);
  yes("one");
  asked.mockRejectedValueOnce(new Error("offline"));
  await keeper.keep(wish);
  await vi.advanceTimersByTimeAsync(4.5 * minute);
  expect(await keeper.ready()).toEqual({ token: "one" });
  expect(lapsed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(minute);
  expect(lapsed).toHaveBeenCalledExactlyOnceWith();
  expect(await keeper.ready()).toEqual({ token: null });
});

test("an answer that never came is asked for again by the booking, which would meet its own hold", async () => {
  const keeper = new Keeper(vi.fn());
  asked.mockRejectedValueOnce(new Error("timeout"));
  yes("one");
  expect((await keeper.keep(wish)).token).toBeNull();
  expect(await keeper.ready()).toMatchObject({ token: "one" });
});

test("another pick lets go of what comes too late; going away lets go of all", async () => {
  const keeper = new Keeper(vi.fn());
  let late: (answer: unknown) => void = () => {};
  asked.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
  const first = keeper.keep(wish);
  keeper.letGo();
  late({ holdSlot: { holdToken: "late", expiresAt: new Date(start + 5 * minute).toISOString(), problems: [] } });
  expect(await first).toEqual({ token: null });
  expect(asked).toHaveBeenLastCalledWith(expect.anything(), { holdToken: "late" });
  yes("one");
  await keeper.keep({ ...wish, startsAt: "2026-11-27T19:00:00Z" });
  keeper.letGo();
  expect(asked).toHaveBeenLastCalledWith(expect.anything(), { holdToken: "one" });
  expect(heldToken()).toBeNull();
});
