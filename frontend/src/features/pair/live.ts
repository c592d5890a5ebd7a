import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { listen } from "@/api/live";
import { graphql } from "@/gql";

const WalkStands = graphql(`
  subscription WalkStands {
    pairChanges {
      kind
      mentorshipId
    }
  }
`);

/** How the viewer's pairs stand is asked for anew when something happens in one. */
export function usePairChanges(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const again = () => void queryClient.invalidateQueries({ queryKey: keys.walk });
    // A message is one more to read.
    return listen(WalkStands, {}, again, again);
  }, [queryClient]);
}
