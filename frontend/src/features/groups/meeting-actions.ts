import { useState } from "react";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { useErrorText } from "@/ui/errors";

const JoinMeeting = graphql(`
  mutation JoinMeeting($meetingId: ID!) {
    joinMeeting(meetingId: $meetingId) {
      url
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CheckIn = graphql(`
  mutation CheckIn($input: CheckInInput!) {
    checkIn(input: $input) {
      meeting {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What changes on screen when somebody comes in, or when their place in a group changes. */
export const groupKeys = [keys.groups, keys.meetings, keys.sessions, keys.circle] as const;

export const useCheckIn = () => useAction(CheckIn, (data) => data.checkIn, { invalidates: groupKeys });

/** Into the room in one press: the arrival is noted, the room opens in this tab. `fault` says why it did not. */
export function useJoinMeeting() {
  const t = useT();
  const errorText = useErrorText();
  const join = useAction(JoinMeeting, (data) => data.joinMeeting, { invalidates: groupKeys });
  const [leaving, setLeaving] = useState(false);
  const [fault, setFault] = useState<string>();
  async function run(meetingId: string) {
    setFault(undefined);
    const outcome = await join.run({ meetingId });
    if (outcome.ok && outcome.payload.url) {
      // Busy until the other page is there.
      setLeaving(true);
      location.assign(outcome.payload.url);
      return;
    }
    if (outcome.ok) setFault(t("meet.noRoom"));
    else setFault(outcome.error ? errorText(outcome.error) : outcome.problems[0]?.message);
  }
  return { run, fault, busy: join.pending || leaving };
}
