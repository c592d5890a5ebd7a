import { createFileRoute, Outlet } from "@tanstack/react-router";
import { BookingTexts } from "@/features/booking/texts";

export const Route = createFileRoute("/schedule/$id")({
  loader: async ({ context, params }) => {
    await (await import("@/features/cover/load")).loadSession(context.queryClient, params.id);
  },
  component: SessionLayout,
});

function SessionLayout() {
  return (
    <BookingTexts>
      <Outlet />
    </BookingTexts>
  );
}
