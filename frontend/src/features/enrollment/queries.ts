// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyWaysQuery } from "@/gql/graphql";
import { isIn } from "./states";

const MyWays = graphql(`
  query MyWays {
    viewer {
      today
      counselors {
        id
      }
    }
    myEnrollments {
      id
      state
      since
      startedOn
      endedOn
      waitingSince
      offeredUntil
      placeInLine
      aftercareUntil
      program {
        id
        name
        about
        phases {
          id
          name
          about
        }
      }
      cohort {
        id
        name
        startsOn
        endsOn
      }
      phase {
        id
        name
        about
      }
      aftercareProgram {
        id
        name
      }
      peer {
        id
        name
        pronouns
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
      }
      phases {
        phaseId
        name
        beganOn
      }
      moves {
        from
        to
        on
        reason
      }
      discharge {
        on
        aftercare
        aftercareUntil
        chosen
        state
      }
    }
  }
`);
const MyFiles = graphql(`
  query MyFiles {
    documents(first: 50) {
      nodes {
        id
        name
        state
      }
    }
  }
`);

export const myWays = gql(keys.ways, MyWays);
export const myFiles = gql(keys.documents, MyFiles);
export type WayView = MyWaysQuery["myEnrollments"][number];
export type IntakeView = WayView["intakeItems"][number];

export { isIn, waits } from "./states";

/** What is this person's to do before they begin, and not done. */
export const openTasks = (way: Pick<WayView, "state" | "intakeItems">) =>
  isIn(way.state) ? way.intakeItems.filter((item) => item.owner === "CLIENT" && !item.doneOn) : [];

/** What goes on is asked until the person has said it themself; a "no" that staff noted is not their answer. */
export const isAsked = (way: { state: WayView["state"]; discharge: { chosen: boolean } | null }) =>
  way.state === "DISCHARGED" && !way.discharge?.chosen;
