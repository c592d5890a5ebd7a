import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const CreateSessionKind = graphql(`
  mutation CreateSessionKind($input: CreateSessionTypeInput!) {
    createSessionType(input: $input) {
      sessionType {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);
const UpdateSessionKind = graphql(`
  mutation UpdateSessionKind($input: UpdateSessionTypeInput!) {
    updateSessionType(input: $input) {
      sessionType {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

const stale = [keys.sessionKinds, keys.slots, keys.calendar] as const;

export const useCreateKind = () =>
  useAction(CreateSessionKind, (data) => data.createSessionType, { invalidates: stale });
export const useUpdateKind = () =>
  useAction(UpdateSessionKind, (data) => data.updateSessionType, { invalidates: stale });
