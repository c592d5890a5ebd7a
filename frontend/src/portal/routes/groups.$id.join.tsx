import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, notFound, redirect } from "@tanstack/react-router";
import { GroupPageParts } from "@/features/groups/group";
import { JoinForm } from "@/features/groups/join-form";
import { PlaceParts } from "@/features/groups/parts";
import { oneGroup } from "@/features/groups/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, PageHeader } from "@/ui";

export const Route = createFileRoute("/groups/$id/join")({
  loader: async ({ context, params }) => {
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
    const { state, myMembership } = unmask(GroupPageParts, group);
    const place = myMembership && unmask(PlaceParts, myMembership);
    // Whoever has a place already, or cannot have one, reads on the group's page how things are.
    if (state !== "ACTIVE" || (place && place.state !== "INVITED")) {
      throw redirect({ to: "/groups/$id", params, replace: true });
    }
  },
  component: JoinPage,
});

function JoinPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneGroup(id)).data.group;
  if (!found) return null;
  const group = unmask(GroupPageParts, found);
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("groups.one")}
        lead={t(group.full ? "groups.joinLeadFull" : "groups.joinLead")}
        back={
          <BackLink to="/groups/$id" params={{ id }}>
            {group.name}
          </BackLink>
        }
      >
        {t("groups.join")}
      </PageHeader>
      <JoinForm group={group} />
    </div>
  );
}
