export type ApiErrorKind =
  | "offline"
  | "timeout"
  | "signed-out"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "stale-app"
  | "server"
  | "graphql";

export type ApiErrorInfo = { status?: number; reference?: string; codes?: string[]; retryAfterS?: number };

/** A request that brought no answer to use. What it says to people is decided where it is shown; raw texts never are. */
export class ApiError extends Error {
  constructor(
    readonly kind: ApiErrorKind,
    readonly info: ApiErrorInfo = {},
    cause?: unknown,
  ) {
    super(kind, { cause });
    this.name = "ApiError";
  }
}

/** Whether trying again by itself can help. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && ["offline", "timeout", "server"].includes(error.kind);
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("server", {}, error);
}
