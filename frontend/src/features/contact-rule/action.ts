import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SetContactRule = graphql(`
  mutation SetContactRule($input: SetContactRuleInput!) {
    setContactRule(input: $input) {
      contactRule
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const LONGEST_RULE = 300;

/** Writes down how a client wants to be reached: they themself, or who cares for them. */
export const useSetContactRule = () =>
  useAction(SetContactRule, (data) => data.setContactRule, {
    invalidates: [keys.viewer, keys.clients, keys.enrollments, keys.staffTasks],
  });
