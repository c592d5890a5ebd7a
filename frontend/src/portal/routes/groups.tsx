import { createFileRoute, Outlet } from "@tanstack/react-router";
import { GroupTexts, groupTexts } from "@/features/groups/texts";

export const Route = createFileRoute("/groups")({
  loader: async () => {
    await groupTexts();
  },
  component: GroupsLayout,
});

function GroupsLayout() {
  return (
    <GroupTexts>
      <Outlet />
    </GroupTexts>
  );
}
