import { useEffect, useMemo, useRef, useState } from "react";
import { request } from "@/api/fetcher";
import { problemOf } from "@/api/problems";
import { graphql } from "@/gql";
import { now } from "@/lib/time";
import type { SlotView } from "./flow";
import { setHeldToken } from "./held";

const HoldSlot = graphql(`
  mutation HoldSlot($input: HoldSlotInput!) {
    holdSlot(input: $input) {
      holdToken
      expiresAt
      problems {
        __typename
        code
        message
        path
        ... on SlotTaken {
          alternatives {
            startsAt
            endsAt
            zone
            minutes
          }
        }
      }
    }
  }
`);
const ReleaseHold = graphql(`
  mutation ReleaseHold($holdToken: String!) {
    releaseHold(holdToken: $holdToken) {
      problems {
        code
        message
        path
      }
    }
  }
`);

export type HoldWish = { counselorIds: readonly string[]; startsAt: string; minutes: number; typeId?: string };
/** `taken`: somebody was faster. Everything else is decided by the booking itself. */
export type Kept = { token: string | null; taken?: readonly SlotView[] };

/** So long before it runs out a hold is renewed, and so often: then others have waited long enough. */
const ahead = 45_000;
const mostRenewals = 3;

async function ask(wish: HoldWish): Promise<Kept & { expiresAt?: string | null }> {
  const { counselorIds, startsAt, minutes, typeId } = wish;
  let taken: readonly SlotView[] | undefined;
  for (const counselorId of counselorIds) {
    const length = typeId ? { typeId } : { minutes };
    const { holdSlot } = await request(HoldSlot, { input: { counselorId, startsAt, ...length } });
    if (holdSlot.holdToken) return { token: holdSlot.holdToken, expiresAt: holdSlot.expiresAt };
    const lost = problemOf(holdSlot.problems, "SlotTaken");
    if (!lost) return { token: null };
    taken =
      counselorIds.length > 1
        ? lost.alternatives.map((slot) => ({ ...slot, counselorIds: [counselorId] }))
        : lost.alternatives;
  }
  return { token: null, taken };
}

/** Keeps a time while a form is open: one at a time, renewed while somebody looks, let go when they leave. */
class Keeper {
  #token: string | null = null;
  #timer?: ReturnType<typeof setTimeout>;
  #round = 0;
  /** What is being asked: a booking waits for it, or it would meet its own hold. */
  #asked: Promise<Kept> = Promise.resolve({ token: null });

  constructor(readonly onLapse: () => void) {}

  ready = () => this.#asked;

  keep = (wish: HoldWish): Promise<Kept> => {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#asked = this.#keep(wish, this.#round, 0);
    return this.#asked;
  };

  async #keep(wish: HoldWish, round: number, renewals: number): Promise<Kept> {
    try {
      const kept = await ask(wish);
      if (round !== this.#round) {
        if (kept.token && !this.#token) drop(kept.token);
        return { token: null };
      }
      this.#set(kept.token);
      if (kept.token && kept.expiresAt) this.#plan(wish, round, renewals, Date.parse(kept.expiresAt) - now());
      return kept;
    } catch {
      // Not kept: the time can be booked all the same, if it stays free.
      if (round === this.#round) this.#set(null);
      return { token: null };
    }
  }

  #plan(wish: HoldWish, round: number, renewals: number, left: number): void {
    this.#timer = setTimeout(
      () => {
        if (round !== this.#round) return;
        if (renewals < mostRenewals && document.visibilityState === "visible") {
          this.#asked = this.#keep(wish, round, renewals + 1).then((kept) => {
            if (!kept.token && round === this.#round) this.onLapse();
            return kept.taken ? { token: null } : kept;
          });
          return;
        }
        this.#timer = setTimeout(() => {
          if (round !== this.#round) return;
          this.#set(null);
          this.#asked = Promise.resolve({ token: null });
          this.onLapse();
        }, ahead);
      },
      Math.max(0, left - ahead),
    );
  }

  /** Another time, another length, or away. */
  letGo = (): void => {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#asked = Promise.resolve({ token: null });
    if (this.#token) drop(this.#token);
    this.#set(null);
  };

  /** It was booked: there is nothing to let go of. */
  used = (): void => {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#set(null);
  };

  #set(token: string | null): void {
    this.#token = token;
    setHeldToken(token);
  }
}

/** Nobody waits for the answer: a time that is not let go runs out by itself. */
function drop(holdToken: string): void {
  void request(ReleaseHold, { holdToken }).catch(() => {});
}

export function useHold() {
  const [lapsed, setLapsed] = useState(false);
  const keeper = useMemo(() => new Keeper(() => setLapsed(true)), []);
  const last = useRef(keeper);
  useEffect(() => {
    const { current } = last;
    return () => current.letGo();
  }, []);
  return {
    /** It ran out while the form was open. */
    lapsed,
    ready: keeper.ready,
    used: keeper.used,
    keep: (wish: HoldWish) => {
      setLapsed(false);
      return keeper.keep(wish);
    },
    letGo: () => {
      setLapsed(false);
      keeper.letGo();
    },
  };
}
