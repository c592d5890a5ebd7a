import type { QueryClient } from "@tanstack/react-query";
import { bookingTexts } from "@/features/booking/texts";
import { myRequests, myWaits } from "./queries";

export async function loadWaiting(queryClient: QueryClient): Promise<void> {
  await Promise.all([bookingTexts(), queryClient.ensureQueryData(myRequests), queryClient.ensureQueryData(myWaits)]);
}
