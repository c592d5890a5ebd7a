import type { SessionWaitState } from "@/gql/graphql";

export const states = ["WAITING", "OFFERED", "BOOKED", "LEFT"] as const satisfies readonly SessionWaitState[];

/** Who of all who wait: ids and states, never names. */
export type WaitSearch = { who?: string; type?: string; state?: SessionWaitState };

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

/** Only what is known stays: an address may hold anything. */
export const readWaitSearch = (search: Record<string, unknown>): WaitSearch => ({
  who: text(search.who),
  type: text(search.type),
  state: states.find((one) => one === search.state),
});
