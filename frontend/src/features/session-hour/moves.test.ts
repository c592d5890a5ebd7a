import { describe, expect, it } from "vitest";
import type { SessionState } from "@/gql/graphql";
import { movesOf } from "./moves";

const start = Date.parse("2026-11-24T15:00:00Z");
const at = (state: SessionState, minutes: number, startedAt?: string) =>
  movesOf(
    { state, startsAt: "2026-11-24T15:00:00Z", endsAt: "2026-11-24T15:45:00Z", startedAt },
    start + minutes * 60_000,
  );

describe("what can be said about a session", () => {
  it("says nothing long before it", () => {
    expect(at("BOOKED", -31)).toEqual([]);
  });

  it("lets somebody be there early, and nobody be missed before it begins", () => {
    expect(at("BOOKED", -30)).toEqual(["arrive", "begin"]);
    expect(at("BOOKED", 0)).toEqual(["arrive", "begin", "missedClient", "missedPeer", "record"]);
  });

  it("takes an arrival back, and what has just begun", () => {
    expect(at("CHECKED_IN", 5)).toEqual(["undoArrival", "begin", "missedPeer", "record"]);
    expect(at("IN_SESSION", 5, "2026-11-24T15:01:00Z")).toEqual(["undoBegin", "end", "record"]);
    expect(at("IN_SESSION", 11, "2026-11-24T15:01:00Z")).toEqual(["end", "record"]);
  });

  it("lets whoever was missed come after all", () => {
    expect(at("NO_SHOW_CLIENT", 20)).toEqual(["arrive", "begin", "missedPeer", "record"]);
    expect(at("NO_SHOW_CLIENT", 50)).toEqual(["begin", "missedPeer", "record"]);
    expect(at("NO_SHOW_PEER", 20)).toEqual(["begin", "missedClient", "record"]);
    expect(at("NO_SHOW_PEER", 24 * 60)).toEqual(["record"]);
  });

  it("only puts times right once it took place or is long over", () => {
    expect(at("COMPLETED", 50)).toEqual(["record"]);
    expect(at("COMPLETED", -10)).toEqual(["record"]);
    expect(at("BOOKED", 45 + 12 * 60)).toEqual(["missedClient", "missedPeer", "record"]);
  });

  it("leaves alone what was called off", () => {
    expect(at("CANCELLED", 5)).toEqual([]);
    expect(at("LATE_CANCEL", 5)).toEqual([]);
  });
});
