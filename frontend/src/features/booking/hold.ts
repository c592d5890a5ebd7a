import { request } from "@/api/fetcher";
import { told } from "@/api/problems";
import { graphql } from "@/gql";
import { now } from "@/lib/time";
import type { SlotView } from "./flow";
import { setHeldToken } from "./held";
import { takenIn } from "./taken";

const HoldSlot = graphql(`
  mutation HoldSlot($input: HoldSlotInput!) {
    holdSlot(input: $input) {
      holdToken
      expiresAt
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);
const ReleaseHold = graphql(`
  mutation ReleaseHold($holdToken: String!) {
    releaseHold(holdToken: $holdToken) {
      problems {
        ...ProblemParts
      }
    }
  }
`);

export type HoldWish = {
  counselorIds: readonly string[];
  startsAt: string;
  minutes: number;
  typeId?: string;
  /** Left out: the viewer; for staff, nobody yet. */
  clientId?: string;
};
/** `taken`: somebody was faster. Everything else is decided by the booking itself. */
export type Kept = {
  token: string | null;
  taken?: readonly SlotView[];
  /** No answer came: it may be kept all the same, and then it would stand in the way of its own booking. */
  unknown?: true;
};

/** So long before it runs out a hold is renewed, and so often: then others have waited long enough. */
const ahead = 45_000;
const mostRenewals = 3;

async function ask(wish: HoldWish): Promise<Kept & { expiresAt?: string | null }> {
  const { counselorIds, startsAt, minutes, typeId, clientId } = wish;
  let taken: readonly SlotView[] | undefined;
  for (const counselorId of counselorIds) {
    const length = typeId ? { typeId } : { minutes };
    const { holdSlot } = await request(HoldSlot, { input: { counselorId, clientId, startsAt, ...length } });
    if (holdSlot.holdToken) return { token: holdSlot.holdToken, expiresAt: holdSlot.expiresAt };
    const lost = takenIn(told(holdSlot).problems);
    if (!lost) return { token: null };
    taken =
      counselorIds.length > 1
        ? lost.alternatives.map((slot) => ({ ...slot, counselorIds: [counselorId] }))
        : lost.alternatives;
  }
  return { token: null, taken };
}

/** Nobody waits for the answer: a time that is not let go runs out by itself. */
function drop(holdToken: string): void {
  void request(ReleaseHold, { holdToken }).catch(() => {});
}

/** One time being kept, from the pick to the booking: what is late for another one finds that its round is over. */
type Round = { wish: HoldWish; number: number; renewals: number };

/** Keeps a time while a form is open: one at a time, renewed while somebody looks, let go when they leave. */
export class Keeper {
  #token: string | null = null;
  #timer?: ReturnType<typeof setTimeout>;
  #number = 0;
  #wish?: HoldWish;
  /** What is being asked: a booking waits for it, or it would meet its own hold. */
  #asked: Promise<Kept> = Promise.resolve({ token: null });

  /** `onLapse`: it is not kept any more; with free times close by, if somebody has it already. */
  constructor(readonly onLapse: (taken?: readonly SlotView[]) => void) {}

  /** What the booking may count on. Where no answer came, it is asked once more. */
  ready = async (): Promise<Kept> => {
    const kept = await this.#asked;
    return kept.unknown && this.#wish ? this.keep(this.#wish) : kept;
  };

  keep = (wish: HoldWish): Promise<Kept> => {
    this.#begin();
    this.#wish = wish;
    this.#asked = this.#keep({ wish, number: this.#number, renewals: 0 });
    return this.#asked;
  };

  /** Another time, another length, or away. */
  letGo = (): void => {
    this.#begin();
    this.#wish = undefined;
    this.#asked = Promise.resolve({ token: null });
    if (this.#token) drop(this.#token);
    this.#set(null);
  };

  /** It was booked: there is nothing to let go of. */
  used = (): void => {
    this.#begin();
    this.#wish = undefined;
    this.#set(null);
  };

  #begin(): void {
    clearTimeout(this.#timer);
    this.#number += 1;
  }

  #set(token: string | null): void {
    this.#token = token;
    setHeldToken(token);
  }

  async #keep(round: Round): Promise<Kept> {
    try {
      const kept = await ask(round.wish);
      if (round.number !== this.#number) {
        if (kept.token && !this.#token) drop(kept.token);
        return { token: null };
      }
      // The server lets go of the one before only for a new one.
      if (!kept.token && this.#token) drop(this.#token);
      this.#set(kept.token);
      if (kept.token && kept.expiresAt) this.#plan(round, Date.parse(kept.expiresAt));
      return kept;
    } catch {
      if (round.number === this.#number) this.#set(null);
      return { token: null, unknown: true };
    }
  }

  /** In time before the end: once more while somebody looks, else it ends by itself. */
  #plan(round: Round, until: number): void {
    this.#later(round, until - ahead, () => {
      if (round.renewals >= mostRenewals || document.visibilityState !== "visible") this.#endAt(round, until);
      else this.#asked = this.#renew({ ...round, renewals: round.renewals + 1 }, until);
    });
  }

  async #renew(round: Round, until: number): Promise<Kept> {
    const before = this.#token;
    const kept = await this.#keep(round);
    if (round.number !== this.#number || kept.token) return kept;
    if (kept.unknown && now() < until) {
      // The server was not reached: what it keeps, it keeps until then.
      this.#set(before);
      this.#endAt(round, until);
      return { token: before };
    }
    this.onLapse(kept.taken);
    return { token: null };
  }

  #endAt(round: Round, until: number): void {
    this.#later(round, until, () => {
      this.#set(null);
      this.#asked = Promise.resolve({ token: null });
      this.onLapse();
    });
  }

  #later(round: Round, at: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (round.number === this.#number) then();
      },
      Math.max(0, at - now()),
    );
  }
}
