import { graphql } from "@/gql";
import type { ProblemPartsFragment } from "@/gql/graphql";

/** What every deed selects of its problems; a document adds what only its own problems tell (see booking's `TakenParts`). */
export const ProblemParts = graphql(`
  fragment ProblemParts on Problem {
    __typename
    code
    message
    path
  }
`);

/** Something the person can act on, as the server says it. `message` is in their language. */
export type Problem = Pick<ProblemPartsFragment, "__typename" | "code" | "message" | "path">;

/**
 * A problem as the type of a document has it: codegen hides a fragment's fields behind the fragment's name, and its own
 * `unmask` cannot open a fragment on an interface. Documents of the operator's schema have the fields themselves.
 */
export type Masked = { " $fragmentRefs"?: Record<string, unknown> } | Problem;
type Fields<Refs> = Refs[keyof Refs & `ProblemParts_${string}`];
type Open<P> = P extends { " $fragmentRefs"?: infer Refs } ? P & Fields<NonNullable<Refs>> : P;

/** The payload of a deed, with problems that can be read. */
export type Told<P extends { problems: readonly Masked[] }> = Omit<P, "problems"> & {
  problems: ReadonlyArray<Open<P["problems"][number]> & Problem>;
};

/** Opens the problems of a payload: only their type changes. */
export const told = <P extends { problems: readonly Masked[] }>(payload: P) => payload as unknown as Told<P>;

/** The names of input fields that a problem is about, in the forms a field may be registered under. */
export function fieldOf(problem: Problem, fields: readonly string[]): string | undefined {
  const path = problem.path[0] === "input" ? problem.path.slice(1) : problem.path;
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join(".");
    if (fields.includes(name)) return name;
  }
  return undefined;
}

/** Sorts problems into those beside a field and those for the summary alone. */
export function sortProblems(
  problems: readonly Problem[],
  fields: readonly string[],
): { byField: Record<string, string>; rest: Problem[] } {
  const byField: Record<string, string> = {};
  const rest: Problem[] = [];
  for (const problem of problems) {
    const field = fieldOf(problem, fields);
    if (!field) rest.push(problem);
    else byField[field] ??= problem.message;
  }
  return { byField, rest };
}

export function problemOf<P extends Problem, N extends P["__typename"]>(
  problems: readonly P[],
  name: N,
): Extract<P, { __typename?: N }> | undefined {
  return problems.find((problem) => problem.__typename === name) as Extract<P, { __typename?: N }> | undefined;
}
