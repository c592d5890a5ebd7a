import { createFileRoute, Outlet } from "@tanstack/react-router";
import { BookingTexts } from "@/features/booking/texts";

export const Route = createFileRoute("/book")({
  loader: async ({ context }) => {
    await (await import("@/features/booking/load")).loadBook(context.queryClient);
  },
  component: BookLayout,
});

function BookLayout() {
  return (
    <BookingTexts>
      <Outlet />
    </BookingTexts>
  );
}
