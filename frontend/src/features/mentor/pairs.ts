import type { MentorshipState, PairSide } from "@/gql/graphql";

type Standing = { side: PairSide; state: MentorshipState; answeredByMe: boolean };

/** Who is also a mentor has pairs in which they mentor: those are looked at where one works. */
const mine = (pair: Standing) => pair.side === "CLIENT";

/** They walk together now. */
export const walks = (pair: Standing) => mine(pair) && ["ACTIVE", "PAUSED", "STEPPING_BACK"].includes(pair.state);
/** Somebody asks, and waits for this person's word. */
export const asksMe = (pair: Standing) => mine(pair) && pair.state === "OFFERED" && !pair.answeredByMe;
/** This person asked, or has said yes, and waits. */
export const asked = (pair: Standing) =>
  mine(pair) && (pair.state === "PROPOSED" || pair.state === "OFFERED") && pair.answeredByMe;
/** Walked together, and said goodbye or are about to. */
export const parted = (pair: Standing) => mine(pair) && (pair.state === "CLOSING" || pair.state === "CLOSED");
export const movedOn = (pair: Standing) => mine(pair) && pair.state === "MOVED_ON";
