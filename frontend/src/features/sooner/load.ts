import type { QueryClient } from "@tanstack/react-query";
import { bookingTexts } from "@/features/booking/texts";
import { mySooner } from "./queries";

export async function loadSooner(queryClient: QueryClient): Promise<void> {
  await Promise.all([bookingTexts(), queryClient.ensureQueryData(mySooner)]);
}
