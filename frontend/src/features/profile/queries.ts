import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const Profile = graphql(`
  query Profile {
    viewer {
      account {
        email
        locale
        zone
        member {
          id
          name
          pronouns
        }
      }
      contactRule
      reminders {
        sessionReminders
        chatMail
        quietFrom
        quietUntil
      }
    }
  }
`);
const SignIns = graphql(`
  query SignIns {
    signIns {
      id
      device
      method
      createdAt
      lastSeenAt
      current
    }
  }
`);
const PasswordState = graphql(`
  query PasswordState {
    viewer {
      hasPassword
    }
  }
`);
export const profile = gql(keys.viewer, Profile);
export const signIns = gql(keys.signIns, SignIns);
export const passwordState = gql(keys.viewer, PasswordState);
