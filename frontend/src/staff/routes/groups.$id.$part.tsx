import { createFileRoute, notFound } from "@tanstack/react-router";
import { GroupPage } from "@/features/groups-staff/group-page";
import { groupParts, isGroupPart } from "@/features/groups-staff/parts";
import { oneGroup } from "@/features/groups-staff/queries-group";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";

export const Route = createFileRoute("/groups/$id/$part")({
  validateSearch: (search: Record<string, unknown>): { months?: string } => ({
    // As a number it comes from an address that somebody wrote.
    months: /^(3|6|12|24)$/.test(String(search.months)) ? String(search.months) : undefined,
  }),
  loader: async ({ context, params }) => {
    if (!isGroupPart(params.part)) throw notFound();
    await facilitationTexts();
    const data = await context.queryClient.ensureQueryData(oneGroup(params.id));
    if (!data.group) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id, part } = Route.useParams();
  return (
    <FacilitationTexts>
      <GroupPage key={id} id={id} part={groupParts.find((one) => one === part) ?? "meetings"} />
    </FacilitationTexts>
  );
}
