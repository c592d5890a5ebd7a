import type { QueryClient } from "@tanstack/react-query";
import { notFound } from "@tanstack/react-router";
import { oneSession } from "@/features/booking/queries";
import { bookingTexts } from "@/features/booking/texts";
import { myCover } from "./queries";

/** What all pages of a session need before they come: it, and what the client is asked about it. */
export async function loadSession(queryClient: QueryClient, id: string): Promise<void> {
  const [data] = await Promise.all([
    queryClient.ensureQueryData(oneSession(id)),
    queryClient.ensureQueryData(myCover),
    bookingTexts(),
  ]);
  if (!data.session) throw notFound();
}
