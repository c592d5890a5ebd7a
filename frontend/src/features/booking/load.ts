// Routes load this when they are asked for: their loaders would otherwise bring all of it with the first chunk.
import type { QueryClient } from "@tanstack/react-query";
import { bookPage } from "./book-queries";
import { bookingTexts } from "./texts";

/** What all pages of booking need before they come. */
export async function loadBook(queryClient: QueryClient): Promise<void> {
  await Promise.all([bookingTexts(), queryClient.ensureQueryData(bookPage())]);
}
