// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const StaffGroupPulse = graphql(`
  query StaffGroupPulse($groupId: ID!) {
    groupPulse(groupId: $groupId) {
      points {
        firstMeetingAt
        lastMeetingAt
        meetings
        answers
        belonged
        heard
        comeBack
      }
      overall {
        answers
        belonged
        heard
        comeBack
      }
    }
  }
`);
const StaffAttendance = graphql(`
  query StaffAttendance($groupId: ID!, $from: LocalDate!, $until: LocalDate!) {
    attendanceReport(groupId: $groupId, from: $from, until: $until) {
      meetings
      came
      hiddenMonths
      months {
        month
        meetings
        came
        people
        inPerson
        online
        onTime
        late
        leftEarly
      }
    }
  }
`);

export const pulseOf = (groupId: string) => gql(keys.group(groupId), StaffGroupPulse, { groupId });
export const attendanceOf = (groupId: string, from: string, until: string) =>
  gql(keys.group(groupId), StaffAttendance, { groupId, from, until });
