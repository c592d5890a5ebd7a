// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { Role } from "@/gql/graphql";

export const AccountRow = graphql(`
  fragment AccountRow on MemberAccount {
    email
    emailProblem
    state
    joinedAt
    member {
      id
      name
      pronouns
      roles
    }
    invitation {
      id
      state
      expiresAt
    }
  }
`);
const Members = graphql(`
  query Members($role: Role, $search: String, $after: String) {
    members(role: $role, search: $search, first: 50, after: $after) {
      nodes {
        ...AccountRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const InviteChoices = graphql(`
  query InviteChoices {
    counselors {
      id
      name
    }
    programs {
      id
      name
    }
  }
`);

export const roles: readonly Role[] = [
  "ADMIN",
  "SUPERVISOR",
  "COUNSELOR",
  "PEER_MENTOR",
  "FACILITATOR",
  "CLIENT",
  "AUDITOR",
];
export const isRole = (value: unknown): value is Role => roles.includes(value as Role);

export const memberPages = (role: Role | undefined, search: string) =>
  gqlPages(keys.members, Members, { role: role ?? null, search: search || null }, (data) => data.members);
export const inviteChoices = gql(keys.programs, InviteChoices);
