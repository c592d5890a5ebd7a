import { expect, test } from "vitest";
import { baseName, firstName, initials, shortName } from "./names";

test("initials of one, two and many words, and of letters outside ASCII", () => {
  expect(initials("Ana")).toBe("A");
  expect(initials("ana maría de la cruz")).toBe("AC");
  expect(initials("Øystein Ås")).toBe("ØÅ");
  expect(initials("  ")).toBe("");
});

test("people are greeted by the first word of their name", () => {
  expect(firstName(" Dana Whitfield ")).toBe("Dana");
});

test("a short name keeps the first word and one letter of the last", () => {
  expect(shortName("Luis Ángel Ferrer")).toBe("Luis F.");
  expect(shortName("Zoë åberg")).toBe("Zoë Å.");
  expect(shortName("Ana")).toBe("Ana");
});

test("a path in a file's name is dropped", () => {
  expect(baseName("C:\\Users\\ana\\letter.pdf")).toBe("letter.pdf");
  expect(baseName("letter.pdf")).toBe("letter.pdf");
});
