import { describe, expect, it } from "vitest";
import { bestReasons, type Reason } from "./best-reasons";

const share = (text: string): Reason => ({ kind: "WE_SHARE", text });
const time = (text: string): Reason => ({ kind: "TIME", text });
const english: Reason = { kind: "LANGUAGE", text: "You both speak English" };
const texts = (reasons: readonly Reason[]) => reasons.map((one) => one.text);

describe("the reasons that say most", () => {
  it("mixes what is shared with a time, before a language", () => {
    const { best, rest } = bestReasons([share("grief"), share("alcohol"), english, time("Monday"), time("Tuesday")]);
    expect(texts(best)).toEqual(["grief", "Monday", "alcohol"]);
    expect(texts(rest)).toEqual(["You both speak English", "Tuesday"]);
  });

  it("names a language where nothing else is in common", () => {
    expect(texts(bestReasons([english, time("Monday"), time("Tuesday"), time("Friday")]).best)).toEqual([
      "Monday",
      "You both speak English",
      "Tuesday",
    ]);
  });

  it("leaves nothing behind when there are few", () => {
    const few = [english, time("Monday")];
    expect(bestReasons(few).rest).toEqual([]);
    expect(texts(bestReasons([time("a"), time("b"), time("c")]).best)).toEqual(["a", "b", "c"]);
    expect(bestReasons([])).toEqual({ best: [], rest: [] });
  });
});
