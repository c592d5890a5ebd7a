// Who is shown what of programs. Apart from the components: routes ask before they show.
import { centerBoot } from "@/api/boot";
import type { Role } from "@/gql/graphql";

const hasOne = (...wanted: Role[]) => centerBoot().viewer.roles.some((role) => wanted.includes(role));
/** Moves people along, as far as they are theirs. The server decides. */
export const mayMove = () => hasOne("ADMIN", "COUNSELOR");
export const mayLog = () => hasOne("ADMIN", "COUNSELOR", "PEER_MENTOR");
/** Says what they think of somebody's readiness. */
export const counsels = () => hasOne("COUNSELOR");
/** Sees who waits, in which order. */
export const seesLine = () => hasOne("ADMIN", "SUPERVISOR");
export const supervises = () => hasOne("SUPERVISOR");
export const plansPrograms = () => hasOne("ADMIN");
