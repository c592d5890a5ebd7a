import { createFileRoute, Outlet } from "@tanstack/react-router";
import { WalkTexts, walkTexts } from "@/features/mentor/texts";

export const Route = createFileRoute("/mentor")({
  loader: async () => {
    await walkTexts();
  },
  component: MentorLayout,
});

function MentorLayout() {
  return (
    <WalkTexts>
      <Outlet />
    </WalkTexts>
  );
}
