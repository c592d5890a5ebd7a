import { expect, test, vi } from "vitest";
import { compile } from "../../vite/locales";
import { format, type Values } from "./format";

const say = (text: string, values: Values = {}, locale = "en-US") => format(compile(text), values, locale);

test("words without values are compiled to themselves", () => {
  expect(compile("Good evening")).toBe("Good evening");
  expect(say("")).toBe("");
  expect(say("It''s {name}''s turn", { name: "Ana" })).toBe("It's Ana's turn");
});

test("nothing is said as nothing", () => {
  expect(say("[{name}]", { name: null })).toBe("[]");
  expect(say("[{name}]", { name: undefined })).toBe("[]");
});

test("the same text in two languages", () => {
  const tree = compile("{n, plural, one {# día} other {# días}}");
  expect([format(tree, { n: 1234 }, "en-US"), format(tree, { n: 1234 }, "es-ES")]).toEqual(["1,234 días", "1234 días"]);
});

test("an abbreviation at the end keeps one point", () => {
  const at = (time: string) => say("Empieza a las {time}. Nos vemos.", { time }, "es-US");
  expect(at("3:00 p.\u00a0m.")).toBe("Empieza a las 3:00 p.\u00a0m. Nos vemos.");
  expect(at("3:00 p.m.")).toBe("Empieza a las 3:00 p.m. Nos vemos.");
  expect(at("15:00")).toBe("Empieza a las 15:00. Nos vemos.");
});

test("a value that nobody gave is told, and the page goes on", () => {
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  expect(say("Hello {name}")).toBe("");
  expect(String(told.mock.lastCall?.[0])).toContain("name");
  vi.unstubAllGlobals();
});
