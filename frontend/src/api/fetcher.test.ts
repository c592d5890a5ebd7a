import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type OperatorBoot, setBoot } from "./boot";
import type { ApiError } from "./errors";
import { api, type Document } from "./fetcher";

type None = Record<string, never>;
const document: Document<unknown, None> = { __meta__: { documentId: "sha256:abc" }, toString: () => "" };
const textDocument: Document<unknown, None> = {
  __meta__: { documentId: "sha256:abc" },
  toString: () => "query Q { viewer { id } }",
};
const center: OperatorBoot = {
  audience: "ops",
  base: "/ops",
  locale: "en",
  mode: "serve",
  viewer: { email: "o@example.org" },
};

function answer(body: unknown, init: ResponseInit = {}) {
  const reply = vi.fn(async (_url: string, _init: RequestInit) => new Response(JSON.stringify(body), init));
  vi.stubGlobal("fetch", reply);
  return reply;
}
const kindOf = async () => ((await api({ document }).catch((error: unknown) => error)) as ApiError).kind;

beforeEach(() => setBoot({ ...center, documents: "trusted" }));
afterEach(() => {
  setBoot(undefined);
  vi.unstubAllGlobals();
});

describe("a request", () => {
  test("carries the document's id, the header that other sites cannot send, and the cookie", async () => {
    const reply = answer({ data: { ok: true } });
    await api({ document: textDocument });
    const [url, init] = reply.mock.calls[0] ?? [];
    expect(url).toBe("/ops/graphql");
    expect(init?.headers).toMatchObject({ "x-graphql-require-preflight": "1", "content-type": "application/json" });
    expect(init?.credentials).toBe("same-origin");
    expect(JSON.parse(String(init?.body))).toEqual({ documentId: "sha256:abc" });
  });

  test("carries the text only where the server takes free documents", async () => {
    setBoot({ ...center, documents: "free" });
    const reply = answer({ data: { ok: true } });
    await api({ document: textDocument });
    expect(JSON.parse(String(reply.mock.calls[0]?.[1].body)).query).toContain("query Q");
  });
});

describe("what went wrong has a kind", () => {
  test.each([
    [401, {}, "signed-out"],
    [403, {}, "forbidden"],
    [429, {}, "rate-limited"],
    [500, {}, "server"],
    [200, { errors: [{ message: "secret", extensions: { code: "DOCUMENT_NOT_FOUND" } }] }, "stale-app"],
    [200, { errors: [{ message: "secret", extensions: { code: "UNAUTHENTICATED" } }] }, "signed-out"],
    [200, { errors: [{ message: "secret", extensions: { code: "NOT_FOUND" } }] }, "not-found"],
    [200, { data: { a: 1 }, errors: [{ message: "secret", extensions: { code: "INTERNAL" } }] }, "graphql"],
    [200, { data: null }, "graphql"],
  ])("status %i with %j is %s", async (status, body, kind) => {
    answer(body, { status });
    expect(await kindOf()).toBe(kind);
  });

  test("no answer is offline, a late one is a timeout, a left page is its own abort", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    expect(await kindOf()).toBe("offline");
    vi.stubGlobal(
      "fetch",
      (_url: string, init: RequestInit) =>
        new Promise((_resolve, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    );
    const late = (await api({ document, timeoutMs: 5 }).catch((error: unknown) => error)) as ApiError;
    expect(late.kind).toBe("timeout");
    const leave = new AbortController();
    const left = api({ document, signal: leave.signal }).catch((error: unknown) => error);
    leave.abort();
    expect(((await left) as DOMException).name).toBe("AbortError");
  });

  test("a pause asked for is told, and the request's id can be quoted", async () => {
    answer({}, { status: 429, headers: { "retry-after": "120", "x-request-id": "r-1" } });
    const error = (await api({ document }).catch((cause: unknown) => cause)) as ApiError;
    expect(error.info).toMatchObject({ retryAfterS: 120, reference: "r-1" });
  });
});
