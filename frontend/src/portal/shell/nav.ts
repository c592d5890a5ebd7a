import { useRouterState } from "@tanstack/react-router";
import { CalendarDays, FileText, type LucideIcon, Sunrise, Users } from "lucide-react";
import type { MessageId } from "@/i18n";

export const navItems = [
  { to: "/today", label: "nav.today", Icon: Sunrise },
  { to: "/schedule", label: "nav.schedule", Icon: CalendarDays },
  { to: "/people", label: "nav.people", Icon: Users },
  { to: "/documents", label: "nav.documents", Icon: FileText },
] as const satisfies ReadonlyArray<{ to: string; label: MessageId; Icon: LucideIcon }>;

/** Groups are among the people: their pages light up that place, which is not their own page. */
export function useIsNear(): (to: string) => true | undefined {
  const groups = useRouterState({ select: ({ location }) => /\/groups(\/|$)/.test(location.pathname) });
  return (to) => (groups && to === "/people") || undefined;
}
