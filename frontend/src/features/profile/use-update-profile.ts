import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      viewer {
        account {
          locale
          zone
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const useUpdateProfile = () =>
  useAction(UpdateProfile, (data) => data.updateProfile, { invalidates: [keys.viewer, keys.sessions] });
