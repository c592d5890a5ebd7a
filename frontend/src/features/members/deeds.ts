import { centerBoot } from "@/api/boot";
import type { AccountRowFragment } from "@/gql/graphql";

export type Deed = "roles" | "pause" | "reactivate";

/** What an admin can decide about this member now. */
export function deedsFor(row: AccountRowFragment): Deed[] {
  if (row.state === "SUSPENDED") return ["roles", "reactivate"];
  if (row.state !== "ACTIVE") return [];
  return row.member.id === centerBoot().viewer.id ? ["roles"] : ["roles", "pause"];
}
