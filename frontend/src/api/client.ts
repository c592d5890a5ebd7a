import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  queryOptions,
} from "@tanstack/react-query";
import { ApiError, isPassing } from "./errors";
import { type Document, request } from "./fetcher";
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

/** Two documents under one key are two entries of the cache, made stale together. */
function idOf(document: { __meta__?: Record<string, unknown> }): string {
  return String(document.__meta__?.documentId ?? "");
}

/** Query options of a document: `useSuspenseQuery(gql(keys.documents, Documents, { first: 25 }))`. */
export function gql<T, V>(
  key: QueryKey,
  document: Document<T, V>,
  ...rest: V extends Record<string, never> ? [] : [variables: V]
) {
  const variables = rest[0];
  return queryOptions({
    queryKey: [...key, idOf(document), ...(variables === undefined ? [] : [variables])] as QueryKey,
    queryFn: ({ signal }) => request(document, variables, { signal }),
  });
}

type Page = { pageInfo: { hasNextPage: boolean; endCursor?: string | null } };

/** A connection page by page, for `useSuspenseInfiniteQuery` and a "Show more" button. */
export function gqlPages<T, V extends { after?: string | null }>(
  key: QueryKey,
  document: Document<T, V>,
  variables: Omit<V, "after">,
  connection: (data: T) => Page,
) {
  return infiniteQueryOptions({
    queryKey: [...key, idOf(document), "pages", variables] as QueryKey,
    queryFn: ({ signal, pageParam }) => request(document, { ...variables, after: pageParam } as V, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => {
      const { pageInfo } = connection(last);
      return pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
    },
  });
}
