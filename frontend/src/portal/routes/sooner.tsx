import { createFileRoute } from "@tanstack/react-router";
import { BookingTexts } from "@/features/booking/texts";
import { SoonerPage } from "@/features/sooner/page";

export const Route = createFileRoute("/sooner")({
  loader: async ({ context }) => {
    await (await import("@/features/sooner/load")).loadSooner(context.queryClient);
  },
  component: () => (
    <BookingTexts>
      <SoonerPage />
    </BookingTexts>
  ),
});
