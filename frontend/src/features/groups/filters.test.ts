import { describe, expect, test } from "vitest";
import { filterOf, readSearch } from "./filters";

describe("filters of groups", () => {
  test("take from an address only what they know", () => {
    expect(readSearch({ day: "TUESDAY", mode: "MOON", for: ["WOMEN"], language: "es", extra: 1 })).toEqual({
      day: "TUESDAY",
      language: "es",
    });
  });

  test("ask for nothing that was not chosen", () => {
    expect(filterOf({})).toEqual({ state: "ACTIVE" });
    expect(filterOf({ day: "MONDAY", pathway: "SMART" }, "eve")).toEqual({
      state: "ACTIVE",
      search: "eve",
      weekday: "MONDAY",
      pathways: ["SMART"],
    });
  });

  test("ask for one way in and one thing somebody needs", () => {
    const search = readSearch({ access: "OPEN", fact: "WHEELCHAIR" });
    expect(filterOf(search)).toEqual({ state: "ACTIVE", access: "OPEN", accessibility: ["WHEELCHAIR"] });
  });

  test("a group that meets in both ways is found by either", () => {
    expect(filterOf({ mode: "ONLINE" }).modes).toEqual(["ONLINE", "HYBRID"]);
    expect(filterOf({ mode: "HYBRID" }).modes).toEqual(["HYBRID"]);
  });
});
