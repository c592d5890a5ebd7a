import type { QueryClient } from "@tanstack/react-query";

/** Whether there is such a client for this viewer. The queries come with the page, not with the app's first chunk. */
export async function loadClient(client: QueryClient, id: string): Promise<boolean> {
  const { oneClient } = await import("./queries");
  return Boolean((await client.ensureQueryData(oneClient(id))).client);
}
