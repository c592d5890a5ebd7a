import type { Client } from "graphql-ws";
import { type Document, documentParts } from "./fetcher";
import { makeLine } from "./line";

let client: Promise<Client> | undefined;
const reconnected = new Set<() => void>();
const line = makeLine();

/** Whether live changes do not arrive at the moment, and how to hear of it: for `useSyncExternalStore`. */
export const lineIsDown = line.isDown;
export const onLine = line.subscribe;

/** Changes may have passed while the line was down. */
function gap(): void {
  for (const listener of reconnected) listener();
}

function connect(): Promise<Client> {
  client ??= import("./wire")
    .then(({ makeWire }) => makeWire({ ...line, gap }))
    .catch((error: unknown) => {
      // What the line needs did not load: the next listener tries again.
      client = undefined;
      throw error;
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
  const end = () => {
    if (!stopped) onEnd();
  };
  let stop = () => {};
  reconnected.add(onGap);
  const { documentId, query } = documentParts(document as Document<unknown, unknown>);
  connect().then((live) => {
    if (stopped) return;
    const payload = { documentId, query: query ?? "", variables, extensions: { documentId } };
    stop = live.subscribe<T>(payload, {
      next: (message) => message.data && onData(message.data),
      error: end,
      complete: end,
    });
  }, end);
  return () => {
    stopped = true;
    reconnected.delete(onGap);
    stop();
  };
}
