import { createFileRoute } from "@tanstack/react-router";
import { MembersPage } from "@/features/members/list-page";
import { isRole } from "@/features/members/queries";
import type { Role } from "@/gql/graphql";

export const Route = createFileRoute("/members/")({
  validateSearch: (search: Record<string, unknown>): { role?: Role } => ({
    role: isRole(search.role) ? search.role : undefined,
  }),
  component: Page,
});

function Page() {
  return <MembersPage role={Route.useSearch().role} />;
}
