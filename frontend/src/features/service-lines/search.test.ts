import { describe, expect, it } from "vitest";
import { daysOf, readLinesSearch } from "./search";

describe("the address of the lines", () => {
  it("keeps only what is known", () => {
    expect(readLinesSearch({ from: "2026-11-01", until: "soon", payer: "", kind: "CALL", show: "all" })).toEqual({
      from: "2026-11-01",
      until: undefined,
      payer: undefined,
      kind: undefined,
      show: undefined,
    });
    const known = { show: "ready", payer: "pay_1", kind: "MEETING" };
    expect(readLinesSearch(known)).toMatchObject(known);
    expect(readLinesSearch({ show: "voided", missing: "NOTE" })).toMatchObject({ show: "voided", missing: undefined });
  });

  it("shows the last thirty days without any", () => {
    expect(daysOf({}, "2026-11-23")).toEqual({ from: "2026-10-24", until: "2026-11-23" });
  });

  it("never asks for more than the server looks at together", () => {
    expect(daysOf({ from: "2026-01-01", until: "2026-11-23" }, "2026-11-23")).toEqual({
      from: "2026-08-23",
      until: "2026-11-23",
    });
  });

  it("makes sense of days the wrong way round", () => {
    expect(daysOf({ from: "2026-11-10", until: "2026-11-01" }, "2026-11-23")).toEqual({
      from: "2026-11-01",
      until: "2026-11-01",
    });
  });
});
