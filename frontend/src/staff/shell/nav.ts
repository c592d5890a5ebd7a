import { CalendarDays, Clock3, House, type LucideIcon, Settings, Users } from "lucide-react";
import type { Permission } from "@/gql/graphql";
import type { MessageId } from "@/i18n";

export type NavItem = { to: string; label: MessageId; Icon: LucideIcon; permission?: Permission };

/** The places of the staff app, in order. An item without its permission is not shown. Add yours when its route exists. */
export const navItems: readonly NavItem[] = [{ to: "/home", label: "nav.home", Icon: House }];

/** Icons that the coming items use, so that one place decides the pictures. */
export const navIcons = { calendar: CalendarDays, hours: Clock3, clients: Users, setup: Settings };
