// A client's way through a program. Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

/** How it stands now: what a move needs to know, and nothing of the record. */
export const WayNow = graphql(`
  fragment WayNow on Enrollment {
    id
    state
    nextStates
    version
    since
    startedOn
    endedOn
    client {
      id
      name
    }
    program {
      id
      name
      offerHours
      aftercareProgram {
        id
        name
      }
      phases {
        id
        name
      }
      cohorts {
        id
        name
        startsOn
        endsOn
      }
    }
    phase {
      id
      name
    }
    cohort {
      id
      name
    }
    cohortOver
    peer {
      id
      name
    }
    priority
    placeInLine
    waitingSince
    offeredUntil
    aftercareProgram {
      id
      name
    }
    aftercareUntil
    lastContact
    quiet
  }
`);
/** All that is kept of it. That it was read is logged. */
export const WayWhole = graphql(`
  fragment WayWhole on Enrollment {
    ...WayNow
    moves {
      from
      to
      on
      recordedAt
      by {
        id
        name
      }
      reason
      note
    }
    phases {
      phaseId
      name
      beganOn
      recordedAt
      by {
        id
        name
      }
    }
    intakeItems {
      id
      kind
      name
      owner
      required
      dueOn
      doneOn
      documentId
      overdue
    }
    readiness {
      criterionId
      name
      client
      staff
      worthATalk
    }
    checkIns {
      weekOf
      word
      note
      at
    }
    contacts {
      kind
      on
      by {
        id
        name
      }
      recordedAt
    }
    discharge {
      reason
      on
      lastContactOn
      overdoseEducation
      crisisPlan
      aftercare
      aftercareUntil
      note
      by {
        id
        name
      }
      state
      reviewedBy {
        id
        name
      }
    }
  }
`);
const StaffWay = graphql(`
  query StaffWay($id: ID!) {
    enrollment(id: $id) {
      ...WayNow
    }
  }
`);
const StaffPossiblePeers = graphql(`
  query StaffPossiblePeers($id: ID!) {
    enrollmentPeers(enrollmentId: $id) {
      id
      name
    }
  }
`);
const StaffClientWays = graphql(`
  query StaffClientWays($id: ID!) {
    client(id: $id) {
      id
      member {
        id
        name
      }
      diedOn
      enrollments {
        ...WayWhole
      }
    }
  }
`);

export const oneWay = (id: string) => gql(keys.enrollment(id), StaffWay, { id });
export const possiblePeers = (id: string) => gql(keys.enrollments, StaffPossiblePeers, { id });
/** All ways of a client, the latest first. */
export const clientWays = (id: string) => gql(keys.enrollments, StaffClientWays, { id });
