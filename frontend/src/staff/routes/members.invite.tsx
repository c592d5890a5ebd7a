import { createFileRoute } from "@tanstack/react-router";
import { InvitePage } from "@/features/members/invite-page";
import { inviteChoices, isRole } from "@/features/members/queries";
import type { Role } from "@/gql/graphql";

export const Route = createFileRoute("/members/invite")({
  validateSearch: (search: Record<string, unknown>): { role?: Role; begin?: string } => ({
    role: isRole(search.role) ? search.role : undefined,
    begin: typeof search.begin === "string" && search.begin ? search.begin : undefined,
  }),
  loader: ({ context }) => context.queryClient.ensureQueryData(inviteChoices),
  component: Page,
});

function Page() {
  return <InvitePage {...Route.useSearch()} />;
}
