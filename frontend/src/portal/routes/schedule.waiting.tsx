import { createFileRoute } from "@tanstack/react-router";
import { BookingTexts } from "@/features/booking/texts";
import { WaitingPage } from "@/features/waiting/page";

export const Route = createFileRoute("/schedule/waiting")({
  loader: async ({ context }) => {
    await (await import("@/features/waiting/load")).loadWaiting(context.queryClient);
  },
  component: () => (
    <BookingTexts>
      <WaitingPage />
    </BookingTexts>
  ),
});
