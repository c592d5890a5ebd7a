import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAction } from "./action";
import { setBoot } from "./boot";
import { makeQueryClient } from "./client";
import type { Problem } from "./problems";

type Answer = {
  book: { session: { id: string } | null; problems: Problem[] };
};
const document = {
  __meta__: { documentId: "sha256:book" },
  toString: () => "",
  __apiType: undefined as unknown as (variables: { slot: string }) => Answer,
};
let client = makeQueryClient();
const wrapper = (props: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
);

beforeEach(() => {
  client = makeQueryClient();
  setBoot({ audience: "ops", base: "/ops", locale: "en", mode: "serve", viewer: { email: "o@example.org" } });
});
afterEach(() => {
  setBoot(undefined);
  vi.unstubAllGlobals();
});

function answers(body: unknown, status = 200) {
  const reply = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", reply);
  return reply;
}

test("a second press while the first is under way is the same deed", async () => {
  const reply = answers({ data: { book: { session: { id: "s" }, problems: [] } } });
  const { result } = renderHook(() => useAction(document, (data) => data.book), { wrapper });
  const outcomes = await act(() => Promise.all([result.current.run({ slot: "a" }), result.current.run({ slot: "a" })]));
  expect(reply).toHaveBeenCalledTimes(1);
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true]);
});

test("problems are an outcome, not an exception, and can be cleared", async () => {
  answers({ data: { book: { session: null, problems: [{ code: "TAKEN", message: "Taken", path: [] }] } } });
  const { result } = renderHook(() => useAction(document, (data) => data.book), { wrapper });
  await act(() => result.current.run({ slot: "a" }));
  expect(result.current.problems[0]?.message).toBe("Taken");
  act(() => result.current.clear());
  expect(result.current.problems).toEqual([]);
});

test("a failed request is an outcome with its kind, and the next press tries again", async () => {
  answers({}, 500);
  const { result } = renderHook(() => useAction(document, (data) => data.book), { wrapper });
  await act(() => result.current.run({ slot: "a" }));
  expect(result.current.error?.kind).toBe("server");
  answers({ data: { book: { session: { id: "s" }, problems: [] } } });
  const outcome = await act(() => result.current.run({ slot: "a" }));
  expect(outcome.ok).toBe(true);
  expect(result.current.error).toBeUndefined();
});

test("what the deed makes stale is asked for again", async () => {
  answers({ data: { book: { session: { id: "s" }, problems: [] } } });
  const read = vi.fn(async () => "list");
  const { result } = renderHook(
    () => ({
      list: useQuery({ queryKey: ["sessions", "list"], queryFn: read }),
      book: useAction(document, (data) => data.book, { invalidates: [["sessions"]] }),
    }),
    { wrapper },
  );
  await waitFor(() => expect(read).toHaveBeenCalledTimes(1));
  await act(() => result.current.book.run({ slot: "a" }));
  await waitFor(() => expect(read).toHaveBeenCalledTimes(2));
});
