import { expect, test } from "vitest";
import { driftsOf } from "./drift-rules";

const rules = [
  { drift: "MEDICATION", phrases: ["stop taking", "deja de tomar", "taper*"] },
  { drift: "MONEY", phrases: ["lend you", "te presto"] },
  { drift: "NIGHT_TRANSPORT", phrases: ["pick you up tonight", "quedate en mi casa"] },
] as const;

test("words of another role are noticed while one writes, across signs, lines, case and accents", () => {
  expect(driftsOf("Maybe STOP,\ntaking it", rules)).toEqual(["MEDICATION"]);
  expect(driftsOf("You could be tapering", rules)).toEqual(["MEDICATION"]);
  expect(driftsOf("¡Quédate en mi casa! Te presto algo.", rules)).toEqual(["MONEY", "NIGHT_TRANSPORT"]);
});

test("a mentor's own words raise nothing", () => {
  for (const text of ["", "   ", "How was the weekend?", "blend your tea", "lend yourself time"]) {
    expect(driftsOf(text, rules), text).toEqual([]);
  }
});
