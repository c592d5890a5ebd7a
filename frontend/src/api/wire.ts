import { type Client, createClient } from "graphql-ws";

const answerWithinMs = 8_000;
const longestWaitMs = 30_000;

/** Longer with each try, never past half a minute, and never the same for all; soon when the device is online again. */
export function waitToTryAgain(tries: number): Promise<void> {
  return new Promise((resolve) => {
    const atRandom = 300 + Math.random() * 2_700;
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", soon);
      resolve();
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(go, atRandom);
    };
    let timer = setTimeout(go, Math.min(1_000 * 2 ** tries, longestWaitMs) + atRandom);
    addEventListener("online", soon);
  });
}

/** Cuts what does not answer: a phone that changes networks keeps a dead line open. */
export function makePulse(cut: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  return {
    asked: () => {
      stop();
      timer = setTimeout(cut, answerWithinMs);
    },
    stop,
  };
}

/** The connection itself; loaded when somebody listens. `onGap`: it is back after it was lost. */
export function makeWire(on: { up: () => void; gap: () => void; broken: (code?: number) => void }): Client {
  let connectedBefore = false;
  const pulse = makePulse(() => wire.terminate());
  const wire = createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql/live`,
    lazy: true,
    keepAlive: 25_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: waitToTryAgain,
    // Refused for good (4400–4499: bad request, signed out, too many): trying again brings the same answer.
    shouldRetry: (cause) => !(cause instanceof CloseEvent && cause.code >= 4400 && cause.code < 4500),
    on: {
      connected: () => {
        on.up();
        if (connectedBefore) on.gap();
        connectedBefore = true;
      },
      closed: (event) => {
        pulse.stop();
        on.broken((event as { code?: number } | undefined)?.code);
      },
      ping: (received) => !received && pulse.asked(),
      pong: (received) => received && pulse.stop(),
    },
  });
  return wire;
}
