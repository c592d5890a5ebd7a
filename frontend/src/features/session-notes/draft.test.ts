import { describe, expect, it } from "vitest";
import { answersOf, draftFrom, isEmpty, sameText, together, under } from "./draft";

const prompt = (key: string) => ({ key, words: key, required: true });
const other = { key: "other", name: "Other", prompts: [prompt("purpose"), prompt("next_step")] };

describe("what is being written", () => {
  it("is the same whatever the order, and whether an empty heading is there", () => {
    const a = draftFrom("one", [
      { prompt: "purpose", text: "a" },
      { prompt: "next_step", text: "b" },
    ]);
    const b = { template: "one", answers: { next_step: "b", purpose: "a", strengths: "" } };
    expect(sameText(a, b)).toBe(true);
    expect(sameText(a, { ...b, template: "other" })).toBe(false);
    expect(answersOf(b).map((one) => one.prompt)).toEqual(["next_step", "purpose"]);
  });

  it("knows when there is nothing but blanks", () => {
    expect(isEmpty({ template: "one", answers: { purpose: "  " } })).toBe(true);
    expect(isEmpty({ template: "one", answers: { purpose: "x" } })).toBe(false);
  });

  it("keeps each character when it goes under other headings", () => {
    const before = {
      template: "one",
      answers: { purpose: "Goal", support: "Listened", safety: "  ", next_step: "Friday" },
    };
    const { draft, moved } = under(before, other);
    expect(draft).toEqual({ template: "other", answers: { purpose: "Goal\n\nListened", next_step: "Friday" } });
    expect(moved).toBe(true);
  });

  it("throws no newer word away when what was set aside comes back", () => {
    const now = { template: "one", answers: { purpose: "From the phone", support: "Listened", next_step: "Friday" } };
    const aside = { template: "one", answers: { purpose: "From the desk", support: " ", next_step: "Friday, at ten" } };
    expect(together(now, { ...aside, answers: { ...aside.answers, safety: "None" } })).toEqual({
      template: "one",
      answers: {
        purpose: "From the phone\n\nFrom the desk",
        support: "Listened",
        next_step: "Friday, at ten",
        safety: "None",
      },
    });
  });

  it("moves nothing when all headings are there", () => {
    const before = { template: "one", answers: { purpose: "Goal", support: "" } };
    expect(under(before, other)).toEqual({ draft: { template: "other", answers: { purpose: "Goal" } }, moved: false });
  });
});
