import { useRouterState } from "@tanstack/react-router";
import { CalendarDays, type LucideIcon, Sunrise, Toolbox, Users } from "lucide-react";
import type { MessageId } from "@/i18n";

export const navItems = [
  { to: "/today", label: "nav.today", Icon: Sunrise },
  { to: "/schedule", label: "nav.schedule", Icon: CalendarDays },
  { to: "/people", label: "nav.people", Icon: Users },
  { to: "/tools", label: "nav.tools", Icon: Toolbox },
] as const satisfies ReadonlyArray<{ to: string; label: MessageId; Icon: LucideIcon }>;

/** Pages that belong to one of the places without being below it. */
const near = {
  "/schedule": /\/book(\/|$)/,
  "/people": /\/(groups|mentor|sooner)(\/|$)/,
  "/tools": /\/(documents|program)(\/|$)/,
} as const;

/** Booking belongs to the schedule, groups to the people, papers to the tools: their pages light up that place. */
export function useIsNear(): (to: string) => true | undefined {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  return (to) => (to in near && near[to as keyof typeof near].test(pathname)) || undefined;
}
