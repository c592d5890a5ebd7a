import { expect, test } from "vitest";
import { earlier, readOrder, writeOrder } from "./order";

test("an address holds an order of people, each once, at most five", () => {
  const ids = ["member:a", "member:b", "member:c", "member:d", "member:e", "member:f"];
  expect(readOrder(writeOrder([...ids, "member:a"]))).toEqual(ids.slice(0, 5));
  expect(readOrder("member:a,session:1,,member:a")).toEqual(["member:a"]);
  expect(readOrder(7)).toEqual([]);
  expect(writeOrder([])).toBeUndefined();
});

test("somebody can be asked earlier; the first stays the first", () => {
  expect(earlier(["a", "b", "c"], 2)).toEqual(["a", "c", "b"]);
  expect(earlier(["a", "b"], 0)).toEqual(["a", "b"]);
});
