import { describe, expect, it } from "vitest";
import type { Permission, Role } from "@/gql/graphql";
import { itemsFor, navItems, split } from "./nav";

const places = (...permissions: Permission[]) => itemsFor(permissions).map((item) => item.to);

describe("the places somebody sees", () => {
  it("a counselor", () => {
    expect(places("VIEW_CLIENTS", "VIEW_CALENDAR", "BOOK_FOR_CLIENTS", "MANAGE_OWN_HOURS", "SHARE_DOCUMENTS")).toEqual([
      "/home",
      "/calendar",
      "/clients",
      "/availability",
    ]);
  });
  it("an admin, who finds the audit log inside Setup", () => {
    const all: Permission[] = [
      "MANAGE_CENTER",
      "INVITE_MEMBERS",
      "VIEW_MEMBERS",
      "VIEW_CLIENTS",
      "VIEW_CALENDAR",
      "BOOK_FOR_CLIENTS",
      "MANAGE_ALL_HOURS",
      "VIEW_AUDIT",
      "MANAGE_API_TOKENS",
    ];
    expect(places(...all)).toEqual(["/home", "/calendar", "/clients", "/availability", "/members", "/admin"]);
  });
  it("a supervisor sees no hours to edit", () => {
    expect(places("VIEW_CLIENTS", "VIEW_CALENDAR")).toEqual(["/home", "/calendar", "/clients"]);
  });
  it("an auditor has the log and nothing else", () => {
    expect(places("VIEW_AUDIT")).toEqual(["/home", "/admin/audit"]);
  });
  it("whoever plans groups or may hold their rooms", () => {
    expect(itemsFor([], ["FACILITATOR"]).map((item) => item.to)).toEqual([
      "/home",
      "/groups",
      "/mentorship/library",
      "/inbox",
    ]);
    expect(itemsFor(["VIEW_AUDIT"], ["AUDITOR"]).map((item) => item.to)).toEqual(["/home", "/admin/audit"]);
  });
  it("whoever steers mentoring and whoever mentors: two places, never one", () => {
    const mentoring = (...roles: Role[]) => itemsFor([], roles).filter((item) => item.to.startsWith("/mentorship"));
    expect(mentoring("SUPERVISOR").map((item) => item.to)).toEqual(["/mentorship"]);
    expect(mentoring("PEER_MENTOR", "CLIENT").map((item) => item.to)).toEqual(["/mentorship/mine"]);
    expect(mentoring("CLIENT")).toEqual([]);
  });
  it("nobody without permissions sees more than Home", () => {
    expect(places()).toEqual(["/home"]);
  });
});

it("puts what does not fit on a phone under More, and nothing twice", () => {
  const items = navItems.slice(0, 6);
  const { shown, more } = split(items);
  expect(shown).toHaveLength(4);
  expect([...shown, ...more]).toEqual(items);
  expect(split(items.slice(0, 5)).more).toEqual([]);
});
