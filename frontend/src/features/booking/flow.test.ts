import { describe, expect, test } from "vitest";
import { byDate, closest, flow, type SlotView, startFlow } from "./flow";

const slot = (startsAt: string, minutes = 45): SlotView => ({
  startsAt,
  endsAt: startsAt,
  zone: "America/New_York",
  minutes,
});
const early = slot("2026-11-26T21:00:00Z");
const late = slot("2026-11-26T22:00:00Z");

describe("picking a time", () => {
  test("another pick is another attempt; the same pick again is the same, so that a retry books once", () => {
    const first = flow(startFlow("k0"), { type: "pick", slot: early, key: "k1" });
    expect(first).toMatchObject({ slot: early, key: "k1" });
    expect(flow(first, { type: "pick", slot: early, key: "k2" }).key).toBe("k1");
    expect(flow(first, { type: "pick", slot: late, key: "k2" })).toMatchObject({ slot: late, key: "k2" });
  });

  test("the same start with another length is another attempt", () => {
    const first = flow(startFlow("k0"), { type: "pick", slot: early, key: "k1" });
    expect(flow(first, { type: "pick", slot: slot(early.startsAt, 60), key: "k2" }).key).toBe("k2");
  });

  test("changing what is asked for drops the pick", () => {
    const first = flow(startFlow("k0"), { type: "pick", slot: early, key: "k1" });
    expect(flow(first, { type: "drop", key: "k2" })).toEqual({ slot: null, key: "k2", taken: null });
  });
});

describe("a time that somebody else took", () => {
  const picked = flow(startFlow("k0"), { type: "pick", slot: early, key: "k1" });
  const taken = flow(picked, { type: "taken", alternatives: [late], key: "k2" });

  test("is named, with what is free instead, and nothing is chosen", () => {
    expect(taken).toEqual({ slot: null, key: "k2", taken: { slot: early, alternatives: [late] } });
  });

  test("stays named while another is picked", () => {
    const again = flow(taken, { type: "pick", slot: late, key: "k3" });
    expect(again).toMatchObject({ slot: late, key: "k3", taken: { slot: early } });
  });

  test("needs a pick before it", () => {
    const fresh = startFlow("k0");
    expect(flow(fresh, { type: "taken", alternatives: [late], key: "k1" })).toBe(fresh);
  });
});

test("times are grouped by date, in order", () => {
  const days = byDate([early, late, slot("2026-11-27T14:00:00Z")], (one) => one.startsAt.slice(0, 10));
  expect([...days.keys()]).toEqual(["2026-11-26", "2026-11-27"]);
  expect(days.get("2026-11-26")).toEqual([early, late]);
});

test("close to a time that is gone: the nearest few, in order, not itself", () => {
  const times = ["2026-11-20T21:00:00Z", "2026-11-26T20:00:00Z", "2026-11-27T21:00:00Z", "2026-11-26T23:30:00Z"];
  const near = closest([...times.map((at) => slot(at)), early], early, 3);
  expect(near.map((one) => one.startsAt)).toEqual([times[1], times[3], times[2]]);
});
