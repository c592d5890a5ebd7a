import { type QueryKey, useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type ApiError, asApiError } from "./errors";
import { type Document, request } from "./fetcher";
import { type Masked, type Problem, type Told, told } from "./problems";

type Payload = { problems: readonly Problem[] };

export type Outcome<P extends Payload> =
  | { ok: true; payload: P }
  | { ok: false; payload: P; problems: P["problems"]; error?: undefined }
  | { ok: false; error: ApiError; problems: []; payload?: undefined };

/**
 * A mutation as a deed: `run` never throws and runs once at a time (a second press while the first is under way gets the
 * same outcome). `payload` picks the one root field.
 */
export function useAction<T, V, P extends { problems: readonly Masked[] }>(
  document: Document<T, V>,
  payload: (data: T) => P,
  options: { invalidates?: readonly QueryKey[]; timeoutMs?: number } = {},
) {
  const [outcome, setOutcome] = useState<Outcome<Told<P>> | null>(null);
  const running = useRef<Promise<Outcome<Told<P>>> | null>(null);
  const mutation = useMutation({
    mutationFn: (variables: V) => request(document, variables, { timeoutMs: options.timeoutMs }),
    meta: { invalidates: options.invalidates },
  });

  async function attempt(variables: V): Promise<Outcome<Told<P>>> {
    let result: Outcome<Told<P>>;
    try {
      const answer = told(payload(await mutation.mutateAsync(variables)));
      result = answer.problems.length
        ? { ok: false, payload: answer, problems: answer.problems }
        : { ok: true, payload: answer };
    } catch (error) {
      result = { ok: false, error: asApiError(error), problems: [] };
    }
    running.current = null;
    setOutcome(result);
    return result;
  }

  function run(...variables: V extends Record<string, never> ? [] : [V]): Promise<Outcome<Told<P>>> {
    running.current ??= attempt((variables[0] ?? {}) as V);
    return running.current;
  }

  return {
    run,
    pending: mutation.isPending,
    outcome,
    problems: (outcome && !outcome.ok ? outcome.problems : []) as Told<P>["problems"] | [],
    error: outcome && !outcome.ok ? outcome.error : undefined,
    clear: () => setOutcome(null),
  };
}
