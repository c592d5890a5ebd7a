// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const StaffCalendar = graphql(`
  query StaffCalendar($counselorId: ID!, $from: LocalDate!, $days: Int!) {
    calendar(counselorId: $counselorId, from: $from, days: $days) {
      zone
      counselor {
        id
        name
      }
      days {
        date
        open {
          startsAt
          endsAt
        }
        off {
          startsAt
          endsAt
        }
        sessions {
          ...SessionParts
        }
        held {
          startsAt
          endsAt
          until
          own
          offeredTo {
            id
            name
          }
        }
      }
    }
  }
`);
const Counselors = graphql(`
  query Counselors {
    counselors {
      id
      name
    }
  }
`);
const FindClients = graphql(`
  query FindClients($search: String) {
    clients(search: $search, first: 8) {
      nodes {
        id
        member {
          id
          name
          pronouns
        }
        counselors {
          id
          name
        }
      }
    }
  }
`);

export const calendar = (counselorId: string, from: string, days: number) => ({
  ...gql(keys.calendar, StaffCalendar, { counselorId, from, days }),
  refetchInterval: 60_000,
});
export const counselors = gql(keys.counselors, Counselors);
export const findClients = (search: string) => gql(keys.clients, FindClients, { search });
