import type { Client } from "graphql-ws";
import { type Document, documentParts } from "./fetcher";

let client: Promise<Client> | undefined;
const reconnected = new Set<() => void>();

function connect(): Promise<Client> {
  client ??= import("graphql-ws").then(({ createClient }) => {
    let connectedBefore = false;
    return createClient({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql/live`,
      lazy: true,
      keepAlive: 25_000,
      retryAttempts: Number.POSITIVE_INFINITY,
      // Refused for good (4400–4499: bad request, signed out, too many): trying again brings the same answer.
      shouldRetry: (cause) => !(cause instanceof CloseEvent && cause.code >= 4400 && cause.code < 4500),
      on: {
        connected: () => {
          // Changes may have passed while the line was down.
          if (connectedBefore) for (const listener of reconnected) listener();
          connectedBefore = true;
        },
      },
    });
  });
  return client;
}

/**
 * Listens to a subscription until the returned function is called. `onGap` is told after a lost connection is back,
 * `onEnd` when the server refuses the stream or ends it. Without it that is silent: screens also refresh by themselves.
 */
export function listen<T, V extends Record<string, unknown>>(
  document: Document<T, V>,
  variables: V,
  onData: (data: T) => void,
  onGap: () => void,
  onEnd: () => void = () => {},
): () => void {
  let stopped = false;
  const end = () => !stopped && onEnd();
  let stop = () => {};
  reconnected.add(onGap);
  const { documentId, query } = documentParts(document as Document<unknown, unknown>);
  void connect().then((live) => {
    if (stopped) return;
    const payload = { documentId, query: query ?? "", variables, extensions: { documentId } };
    stop = live.subscribe<T>(payload, {
      next: (message) => message.data && onData(message.data),
      error: end,
      complete: end,
    });
  });
  return () => {
    stopped = true;
    reconnected.delete(onGap);
    stop();
  };
}
