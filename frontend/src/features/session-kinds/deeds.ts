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
        ...ProblemParts
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
        ...ProblemParts
      }
    }
  }
`);

const stale = [keys.sessionKinds, keys.slots, keys.calendar] as const;

export const useCreateKind = () =>
  useAction(CreateSessionKind, (data) => data.createSessionType, { invalidates: stale });
export const useUpdateKind = () =>
  useAction(UpdateSessionKind, (data) => data.updateSessionType, { invalidates: stale });
