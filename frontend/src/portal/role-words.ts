import type { Role } from "@/gql/graphql";

/** What somebody is to whoever they sit down with: a facilitator keeps contact while one waits. */
export function roleWords(roles: readonly Role[]) {
  if (roles.includes("COUNSELOR")) return "people.counselor" as const;
  return roles.includes("PEER_MENTOR") ? ("role.PEER_MENTOR" as const) : ("role.FACILITATOR" as const);
}
