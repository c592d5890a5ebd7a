import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys, sessionKeys } from "@/api/keys";
import { listen } from "@/api/live";
import { graphql } from "@/gql";

const SessionChanges = graphql(`
  subscription SessionChanges($counselorId: ID) {
    sessionChanges(counselorId: $counselorId) {
      kind
      sessionId
    }
  }
`);

/**
 * Keeps sessions on screen fresh while the caller is mounted: the viewer's own ones, or a counselor's calendar.
 * A change only says that something is stale; what is shown is asked for anew.
 */
export function useSessionChanges(counselorId?: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const refresh = (...more: ReadonlyArray<readonly string[]>) => {
      for (const queryKey of [...sessionKeys, keys.cover, ...more]) void queryClient.invalidateQueries({ queryKey });
    };
    return listen(
      SessionChanges,
      { counselorId },
      (data) => {
        const { sessionId } = data.sessionChanges;
        // Looking where somebody is is remembered: only that of the session which changed is looked at again.
        if (sessionId) refresh(keys.whereabouts(sessionId));
        else refresh();
      },
      () => refresh(["whereabouts"]),
    );
  }, [queryClient, counselorId]);
}
