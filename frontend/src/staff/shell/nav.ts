import {
  BookOpen,
  CalendarDays,
  Clock3,
  HeartHandshake,
  House,
  Inbox,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  Settings,
  UserRoundCog,
  Users,
  Waypoints,
} from "lucide-react";
import type { Permission, Role } from "@/gql/graphql";
import type { MessageId } from "@/i18n";

export type NavItem = {
  to: string;
  label: MessageId;
  Icon: LucideIcon;
  /** Shown to those who have one of these. */
  permissions?: readonly Permission[];
  /** Not shown to those who have this one: they find it inside another place. */
  unless?: Permission;
  /** Shown to those who have one of these. */
  roles?: readonly Role[];
};

/** Who plans groups, and who may hold their rooms. */
const aroundGroups: readonly Role[] = ["ADMIN", "SUPERVISOR", "COUNSELOR", "PEER_MENTOR", "FACILITATOR"];

/** Who runs programs, and who moves people along in them. */
const aroundPrograms: readonly Role[] = ["ADMIN", "SUPERVISOR", "COUNSELOR"];

/** The places of the staff app, in order. */
export const navItems: readonly NavItem[] = [
  { to: "/home", label: "nav.home", Icon: House },
  { to: "/calendar", label: "staff.nav.calendar", Icon: CalendarDays, permissions: ["VIEW_CALENDAR"] },
  { to: "/clients", label: "staff.nav.clients", Icon: Users, permissions: ["VIEW_CLIENTS"] },
  { to: "/programs", label: "staff.admin.programs", Icon: Waypoints, roles: aroundPrograms },
  { to: "/groups", label: "staff.nav.groups", Icon: MessagesSquare, roles: aroundGroups },
  { to: "/mentorship", label: "staff.nav.mentoring", Icon: HeartHandshake, roles: ["ADMIN", "SUPERVISOR"] },
  { to: "/mentorship/mine", label: "staff.nav.mentor", Icon: HeartHandshake, roles: ["PEER_MENTOR"] },
  { to: "/mentorship/library", label: "staff.nav.library", Icon: BookOpen, roles: ["COUNSELOR", "FACILITATOR"] },
  { to: "/inbox", label: "staff.nav.inbox", Icon: Inbox, roles: aroundGroups },
  {
    to: "/availability",
    label: "staff.nav.hours",
    Icon: Clock3,
    permissions: ["MANAGE_OWN_HOURS", "MANAGE_ALL_HOURS"],
  },
  { to: "/members", label: "staff.nav.members", Icon: UserRoundCog, permissions: ["VIEW_MEMBERS"] },
  { to: "/admin", label: "staff.nav.setup", Icon: Settings, permissions: ["MANAGE_CENTER"] },
  {
    to: "/admin/audit",
    label: "staff.admin.audit",
    Icon: ScrollText,
    permissions: ["VIEW_AUDIT"],
    unless: "MANAGE_CENTER",
  },
];

/** What somebody with these permissions and roles sees: a missing one hides the place, it does not disable it. */
export function itemsFor(permissions: readonly Permission[], roles: readonly Role[] = []): NavItem[] {
  return navItems.filter(
    (item) =>
      (!item.permissions || item.permissions.some((one) => permissions.includes(one))) &&
      (!item.roles || item.roles.some((one) => roles.includes(one))) &&
      !(item.unless && permissions.includes(item.unless)),
  );
}

/** On phones: as many places as fit, the rest under More. */
export function split(items: readonly NavItem[], most = 5): { shown: NavItem[]; more: NavItem[] } {
  if (items.length <= most) return { shown: [...items], more: [] };
  return { shown: items.slice(0, most - 1), more: items.slice(most - 1) };
}
