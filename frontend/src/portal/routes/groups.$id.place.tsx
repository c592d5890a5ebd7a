import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, notFound, redirect } from "@tanstack/react-router";
import { GroupPageParts } from "@/features/groups/group";
import { holdsName, PlaceParts, takesPart } from "@/features/groups/parts";
import { Leave, PlaceForm } from "@/features/groups/place-form";
import { oneGroup } from "@/features/groups/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, Card, PageHeader } from "@/ui";

export const Route = createFileRoute("/groups/$id/place")({
  loader: async ({ context, params }) => {
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
    const { myMembership } = unmask(GroupPageParts, group);
    if (!holdsName(myMembership && unmask(PlaceParts, myMembership))) {
      throw redirect({ to: "/groups/$id", params, replace: true });
    }
  },
  component: PlacePage,
});

function PlacePage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneGroup(id)).data.group;
  const group = found && unmask(GroupPageParts, found);
  const place = group?.myMembership && unmask(PlaceParts, group.myMembership);
  // Gone meanwhile, or come back to by Back after leaving.
  if (!group || !place || !holdsName(place)) return <Navigate to="/groups/$id" params={{ id }} replace />;
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("groups.place")}
        back={
          <BackLink to="/groups/$id" params={{ id }}>
            {group.name}
          </BackLink>
        }
      >
        {t("groups.place")}
      </PageHeader>
      <Card>
        <PlaceForm place={place} />
      </Card>
      {takesPart(place) && (
        <Card labelledBy="going">
          <div className="grid gap-3">
            <h2 id="going" className="text-h2">
              {t("groups.leaveTitle")}
            </h2>
            <Leave place={place} />
          </div>
        </Card>
      )}
    </div>
  );
}
