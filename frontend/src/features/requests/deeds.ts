import { useAction } from "@/api/action";
import { keys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const AnswerRequest = graphql(`
  mutation AnswerRequest($input: AnswerSessionRequestInput!) {
    answerSessionRequest(input: $input) {
      sessionRequest {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const OfferInstead = graphql(`
  mutation OfferInstead($input: OfferInsteadInput!) {
    offerInstead(input: $input) {
      sessionRequest {
        id
        state
      }
      problems {
        ...ProblemParts
        ...TakenParts
      }
    }
  }
`);
const AcceptSooner = graphql(`
  mutation AcceptSooner($input: AcceptSoonerInput!) {
    acceptSooner(input: $input) {
      session {
        id
        startsAt
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const DeclineSooner = graphql(`
  mutation DeclineSooner($soonerRequestId: ID!) {
    declineSooner(soonerRequestId: $soonerRequestId) {
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = [keys.asked, keys.sooner, ...sessionKeys] as const;

export const useAnswerRequest = () =>
  useAction(AnswerRequest, (data) => data.answerSessionRequest, { invalidates: stale });
/** Keeps another time for whoever asked, and tells them. */
export const useOfferInstead = () =>
  useAction(OfferInstead, (data) => data.offerInstead, { invalidates: [keys.waits, ...stale] });
export const useAcceptSooner = () => useAction(AcceptSooner, (data) => data.acceptSooner, { invalidates: stale });
export const useDeclineSooner = () => useAction(DeclineSooner, (data) => data.declineSooner, { invalidates: stale });
