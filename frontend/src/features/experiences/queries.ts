import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const MyExperiences = graphql(`
  query MyExperiences {
    experienceWords {
      code
      kind
      label
    }
    myExperiences {
      id
      word {
        code
        kind
        label
      }
      visibility
    }
  }
`);

export const myExperiences = gql(keys.experiences, MyExperiences);
