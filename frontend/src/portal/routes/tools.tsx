import { createFileRoute, Outlet } from "@tanstack/react-router";
import { ToolTexts, toolTexts } from "@/features/stories/texts";

export const Route = createFileRoute("/tools")({
  loader: async () => {
    await toolTexts();
  },
  component: ToolsLayout,
});

function ToolsLayout() {
  return (
    <ToolTexts>
      <Outlet />
    </ToolTexts>
  );
}
