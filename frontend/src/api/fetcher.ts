import { boot } from "./boot";
import { ApiError, type ApiErrorInfo } from "./errors";

/** What codegen makes of a document, for either schema. */
export interface Document<T, V> {
  __apiType?: (variables: V) => T;
  __meta__?: Record<string, unknown>;
  toString(): string;
}
export type Variables<V> = V extends Record<string, never> ? { variables?: V } : { variables: V };
type Options = { signal?: AbortSignal; timeoutMs?: number };
type Body<T> = {
  data?: T | null;
  errors?: Array<{ message: string; extensions?: { code?: string; requestId?: string } }>;
};

/** The document's hash, and its text where the server takes free documents and the build kept them. */
export function documentParts(document: Document<never, never> | Document<unknown, unknown>): {
  documentId?: string;
  query?: string;
} {
  const id = document.__meta__?.documentId;
  const text = document.toString();
  const usable = /[{]/.test(text) && boot().documents === "free";
  return { documentId: typeof id === "string" ? id : undefined, query: usable ? text : undefined };
}

/** One request to the GraphQL endpoint. Throws `ApiError` only, or the abort of `signal`. */
export function api<T, V>(options: { document: Document<T, V> } & Options & Variables<V>): Promise<T> {
  return request(options.document, options.variables, options);
}

/** As `api`, for callers that have proven the variables already. */
export async function request<T, V>(
  document: Document<T, V>,
  variables: V | undefined,
  { signal, timeoutMs = 15_000 }: Options = {},
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(boot().audience === "ops" ? "/ops/graphql" : "/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        "x-graphql-require-preflight": "1",
      },
      body: JSON.stringify({ ...documentParts(document as Document<unknown, unknown>), variables }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause; // the page was left: nothing to show
    throw new ApiError(timeout.aborted ? "timeout" : "offline", {}, cause);
  }
  return read(response);
}

const kinds = [
  ["DOCUMENT_NOT_FOUND", "stale-app"],
  ["UNAUTHENTICATED", "signed-out"],
  ["FORBIDDEN", "forbidden"],
  ["NOT_FOUND", "not-found"],
  ["RATE_LIMITED", "rate-limited"],
] as const;

async function read<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => null)) as Body<T> | null;
  const codes = body?.errors?.map((error) => error.extensions?.code ?? "UNKNOWN");
  const info: ApiErrorInfo = {
    status: response.status,
    reference: response.headers.get("x-request-id") ?? body?.errors?.[0]?.extensions?.requestId,
    codes,
  };
  const known = kinds.find(([code]) => codes?.includes(code));
  if (response.status === 401) throw new ApiError("signed-out", info);
  if (response.status === 429 || known?.[1] === "rate-limited") {
    throw new ApiError("rate-limited", { ...info, retryAfterS: Number(response.headers.get("retry-after") ?? 30) });
  }
  if (known) throw new ApiError(known[1], info);
  if (response.status === 403) throw new ApiError("forbidden", info);
  if (!response.ok) throw new ApiError("server", info);
  if (codes?.length || !body?.data) throw new ApiError("graphql", info);
  return body.data;
}
