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
    const refresh = () => {
      for (const queryKey of sessionKeys) void queryClient.invalidateQueries({ queryKey });
    };
    return listen(
      SessionChanges,
      { counselorId },
      (data) => {
        const { sessionId } = data.sessionChanges;
        if (sessionId) void queryClient.invalidateQueries({ queryKey: keys.session(sessionId) });
        refresh();
      },
      refresh,
    );
  }, [queryClient, counselorId]);
}
