/** Something the person can act on, as the server says it. `message` is in their language. */
export type Problem = {
  __typename?: string;
  code: string;
  message: string;
  path: string[];
};

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
