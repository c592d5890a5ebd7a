import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { listen } from "@/api/live";
import type { FragmentType } from "@/gql";
import { MentorChanges, type MentorMessage } from "./queries";

/** Hears of one's pairs as it happens: a message is handed on, everything else is looked at again. */
export function usePairChanges(
  onMessage?: (mentorshipId: string, message: FragmentType<typeof MentorMessage>) => void,
) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const again = () => {
      void queryClient.invalidateQueries({ queryKey: keys.mentorSpace });
      void queryClient.invalidateQueries({ queryKey: keys.allPairMessages });
    };
    return listen(
      MentorChanges,
      {},
      ({ pairChanges: { kind, mentorshipId, message } }) => {
        if (kind === "MESSAGE" && mentorshipId && message && onMessage) onMessage(mentorshipId, message);
        else again();
      },
      again,
    );
  }, [queryClient, onMessage]);
}
