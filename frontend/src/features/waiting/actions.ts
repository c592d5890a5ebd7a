import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const WithdrawMyRequest = graphql(`
  mutation WithdrawMyRequest($id: ID!) {
    withdrawSessionRequest(sessionRequestId: $id) {
      sessionRequest {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const JoinMyWait = graphql(`
  mutation JoinMyWait($input: JoinWaitInput!) {
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
const AcceptMyOffer = graphql(`
  mutation AcceptMyOffer($id: ID!) {
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
const DeclineMyOffer = graphql(`
  mutation DeclineMyOffer($id: ID!) {
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
const LeaveMyWait = graphql(`
  mutation LeaveMyWait($id: ID!) {
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

const waits = { invalidates: [keys.waits, ...sessionKeys] };
export const useWithdrawRequest = () =>
  useAction(WithdrawMyRequest, (data) => data.withdrawSessionRequest, { invalidates: [keys.asked] });
export const useJoinWait = () => useAction(JoinMyWait, (data) => data.joinSessionWait, { invalidates: [keys.waits] });
export const useAcceptOffer = () => useAction(AcceptMyOffer, (data) => data.acceptWaitOffer, waits);
export const useDeclineOffer = () => useAction(DeclineMyOffer, (data) => data.declineWaitOffer, waits);
export const useLeaveWait = () => useAction(LeaveMyWait, (data) => data.leaveSessionWait, waits);
