import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SetSoonerCircle = graphql(`
  mutation SetSoonerCircle($peerIds: [ID!]!) {
    setSoonerCircle(peerIds: $peerIds) {
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AskSooner = graphql(`
  mutation AskSooner($input: AskSoonerInput!) {
    askSooner(input: $input) {
      problems {
        ...ProblemParts
      }
    }
  }
`);
const WithdrawSooner = graphql(`
  mutation WithdrawSooner($id: ID!) {
    withdrawSoonerRequest(soonerRequestId: $id) {
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = { invalidates: [keys.sooner] };
export const useSetCircle = () => useAction(SetSoonerCircle, (data) => data.setSoonerCircle, stale);
export const useAskSooner = () => useAction(AskSooner, (data) => data.askSooner, stale);
export const useWithdrawSooner = () => useAction(WithdrawSooner, (data) => data.withdrawSoonerRequest, stale);
