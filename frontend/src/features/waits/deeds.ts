import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const JoinWaitFor = graphql(`
  mutation JoinWaitFor($input: JoinWaitInput!) {
    joinSessionWait(input: $input) {
      sessionWait {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const OfferTimeTo = graphql(`
  mutation OfferTimeTo($input: OfferWaitTimeInput!) {
    offerWaitTime(input: $input) {
      sessionWait {
        id
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);
const AcceptOfferFor = graphql(`
  mutation AcceptOfferFor($id: ID!) {
    acceptWaitOffer(sessionWaitId: $id) {
      session {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const DeclineOfferFor = graphql(`
  mutation DeclineOfferFor($id: ID!) {
    declineWaitOffer(sessionWaitId: $id) {
      sessionWait {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const LeaveWaitFor = graphql(`
  mutation LeaveWaitFor($id: ID!) {
    leaveSessionWait(sessionWaitId: $id) {
      sessionWait {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const invalidates = [keys.waits, ...sessionKeys] as const;

export const useJoinFor = () => useAction(JoinWaitFor, (data) => data.joinSessionWait, { invalidates });
/** Keeps a time for somebody who waits, and tells them. */
export const useOfferTime = () => useAction(OfferTimeTo, (data) => data.offerWaitTime, { invalidates });
export const useAcceptFor = () => useAction(AcceptOfferFor, (data) => data.acceptWaitOffer, { invalidates });
export const useDeclineFor = () => useAction(DeclineOfferFor, (data) => data.declineWaitOffer, { invalidates });
export const useLeaveFor = () => useAction(LeaveWaitFor, (data) => data.leaveSessionWait, { invalidates });
