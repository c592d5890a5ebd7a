import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, notFound, redirect } from "@tanstack/react-router";
import { GroupPageParts, type GroupPageView } from "@/features/groups/group";
import { JoinForm } from "@/features/groups/join-form";
import { canJoin, mustAsk, PlaceParts } from "@/features/groups/parts";
import { oneGroup } from "@/features/groups/queries";
import { unmask } from "@/gql";
import { useT } from "@/i18n";
import { BackLink, PageHeader } from "@/ui";

export const Route = createFileRoute("/groups/$id/join")({
  loader: async ({ context, params }) => {
    const { group } = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!group) throw notFound();
    if (!joinable(unmask(GroupPageParts, group))) throw redirect({ to: "/groups/$id", params, replace: true });
  },
  component: JoinPage,
});

const placeIn = ({ myMembership }: GroupPageView) => myMembership && unmask(PlaceParts, myMembership);

/** Whoever has a place already, or cannot have one, reads on the group's page how things are. */
const joinable = (group: GroupPageView) => canJoin(group.state, placeIn(group));

function JoinPage() {
  const t = useT();
  const { id } = Route.useParams();
  const found = useSuspenseQuery(oneGroup(id)).data.group;
  const group = found && unmask(GroupPageParts, found);
  if (!group || !joinable(group)) return <Navigate to="/groups/$id" params={{ id }} replace />;
  const place = placeIn(group);
  const asks = mustAsk(group.access, place);
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
        {t(asks ? "groups.ask" : group.full ? "groups.waitForPlace" : "groups.join")}
      </PageHeader>
      <JoinForm group={group} place={place ?? null} />
    </div>
  );
}
