import { expect, test } from "vitest";
import { monthOf } from "./month";

test("the month that it is begins today, and there is none before it", () => {
  const november = monthOf("2026-11-22", "2026-11-22");
  expect(november).toMatchObject({ lead: 0, from: "2026-11-22", before: null, next: "2026-12-01" });
  expect(november.days).toHaveLength(30);
});

test("other months begin on their first; a year ends in between", () => {
  const january = monthOf("2027-01-01", "2026-11-22");
  expect(january).toMatchObject({ lead: 5, from: "2027-01-01", before: "2026-12-01", next: "2027-02-01" });
  expect(monthOf("2028-02-10", "2026-11-22").days.at(-1)).toBe("2028-02-29");
});
