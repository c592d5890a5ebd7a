import { MutationCache, QueryCache, QueryClient, type QueryKey, queryOptions } from "@tanstack/react-query";
import { ApiError, isPassing } from "./errors";
import { api, type Document, type Variables } from "./fetcher";
import { markSignedOut } from "./signed-out";

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: { invalidates?: readonly QueryKey[] };
  }
}

function noticeSignedOut(error: unknown): void {
  if (error instanceof ApiError && error.kind === "signed-out") markSignedOut(true);
}

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({
      onError: noticeSignedOut,
      onSuccess: (_data, _variables, _context, mutation) => {
        for (const queryKey of mutation.meta?.invalidates ?? []) void client.invalidateQueries({ queryKey });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => isPassing(error) && count < 2,
        retryDelay: (count) => 500 * 2 ** count,
        networkMode: "always", // being offline is an answer to show, not a reason to wait in silence
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}

/** Query options of a document: `useSuspenseQuery(gql(keys.documents, Documents, { first: 25 }))`. */
export function gql<T, V>(
  key: QueryKey,
  document: Document<T, V>,
  ...rest: V extends Record<string, never> ? [] : [variables: V]
) {
  const variables = rest[0];
  return queryOptions({
    queryKey: [...key, ...(variables === undefined ? [] : [variables])] as QueryKey,
    queryFn: ({ signal }) => api({ document, signal, variables } as { document: Document<T, V>; signal: AbortSignal } & Variables<V>),
  });
}
