// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const AvailabilityParts = graphql(`
  fragment AvailabilityParts on Availability {
    counselor {
      id
      name
    }
    zone
    weekly {
      weekday
      from
      until
    }
    exceptions {
      date
      ranges {
        from
        until
      }
    }
    timeOff {
      id
      localStart
      localEnd
      startsAt
      endsAt
    }
    travel {
      id
      from
      until
      zone
    }
    dailyLimit
    weeklyLimit
    bufferBefore
    bufferAfter
    minimumNotice
    horizonDays
    slotStep
    location
    onlineLink
    version
  }
`);
const Hours = graphql(`
  query Hours($counselorId: ID!) {
    availability(counselorId: $counselorId) {
      ...AvailabilityParts
    }
  }
`);
const BusyTimes = graphql(`
  query BusyTimes($counselorId: ID!, $from: LocalDate!) {
    calendar(counselorId: $counselorId, from: $from, days: 14) {
      zone
      days {
        date
        sessions {
          id
          startsAt
          endsAt
          state
        }
      }
    }
  }
`);

export const hours = (counselorId: string) => gql(keys.availability, Hours, { counselorId });
/** What takes time in the coming two weeks: for the preview. */
export const busyTimes = (counselorId: string, from: string) => gql(keys.calendar, BusyTimes, { counselorId, from });
