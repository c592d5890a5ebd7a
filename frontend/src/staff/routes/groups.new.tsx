import { createFileRoute, redirect } from "@tanstack/react-router";
import { NewGroupPage } from "@/features/groups-staff/new-page";
import { chatDays } from "@/features/groups-staff/queries-group";
import { FacilitationTexts, facilitationTexts } from "@/features/groups-staff/texts";
import { isAdmin } from "@/features/groups-staff/words";

export const Route = createFileRoute("/groups/new")({
  beforeLoad: () => {
    if (!isAdmin()) throw redirect({ to: "/groups" });
  },
  loader: ({ context }) => Promise.all([context.queryClient.ensureQueryData(chatDays), facilitationTexts()]),
  component: () => (
    <FacilitationTexts>
      <NewGroupPage />
    </FacilitationTexts>
  ),
});
