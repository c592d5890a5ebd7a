import { createFileRoute, notFound } from "@tanstack/react-router";
import { GroupPage } from "@/features/groups-staff/group-page";
import { groupParts, isGroupPart } from "@/features/groups-staff/parts";
import { oneGroup } from "@/features/groups-staff/queries";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";

export const Route = createFileRoute("/groups/$id/$part")({
  validateSearch: (search: Record<string, unknown>): { months?: string } => ({
    months: typeof search.months === "string" && /^\d{1,2}$/.test(search.months) ? search.months : undefined,
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
