// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { ClientFilterInput, ClientOrder } from "@/gql/graphql";

export const ProgramLine = graphql(`
  fragment ProgramLine on Program {
    id
    name
    level
    state
    version
    capacity
    taken
    waiting
  }
`);
export const ProgramWhole = graphql(`
  fragment ProgramWhole on Program {
    ...ProgramLine
    createdAt
    about
    criteria
    quietAfterDays
    offerHours
    offersKept
    aftercareProgram {
      id
      name
    }
    phases {
      id
      name
      about
      criteria {
        id
        name
      }
    }
    cohorts {
      id
      name
      kind
      startsOn
      endsOn
      capacity
      taken
    }
    intakeItems {
      id
      kind
      name
      owner
      dueDays
      required
    }
  }
`);
const StaffPrograms = graphql(`
  query StaffPrograms {
    programs {
      ...ProgramLine
    }
  }
`);
const StaffProgram = graphql(`
  query StaffProgram($id: ID!) {
    program(id: $id) {
      ...ProgramWhole
    }
  }
`);
const StaffProgramTemplates = graphql(`
  query StaffProgramTemplates {
    programTemplates {
      key
      level
      name
      about
      phases
      intakeItems
    }
  }
`);
/** Somebody in a list of people: where they are, and who heard of them. */
export const CaseRow = graphql(`
  fragment CaseRow on Client {
    id
    member {
      id
      name
      pronouns
    }
    enrollment {
      id
      state
      phase
      phaseId
      since
      program {
        id
        name
      }
    }
    nextContact
    lastContact
    quiet
    rests
    counselors {
      id
      name
    }
    mentor {
      id
      name
    }
  }
`);
const StaffCaseload = graphql(`
  query StaffCaseload($search: String, $filter: ClientFilterInput, $order: ClientOrder, $after: String) {
    clients(search: $search, filter: $filter, order: $order, first: 50, after: $after) {
      nodes {
        ...CaseRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
/** Those who have just begun, with what is still missing. */
const StaffIntake = graphql(`
  query StaffIntake($filter: ClientFilterInput, $after: String) {
    clients(filter: $filter, first: 25, after: $after) {
      nodes {
        ...CaseRow
        enrollments {
          id
          intakeItems {
            id
            name
            dueOn
            doneOn
            required
            overdue
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
export const LineEntry = graphql(`
  fragment LineEntry on Enrollment {
    id
    state
    client {
      id
      name
      pronouns
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
    lastContact
    quiet
    nextStates
  }
`);
const StaffProgramLine = graphql(`
  query StaffProgramLine($programId: ID!, $first: Int!) {
    programLine(programId: $programId, first: $first) {
      ...LineEntry
    }
  }
`);
const StaffWaitingWithMe = graphql(`
  query StaffWaitingWithMe {
    waitingWithMe {
      id
      contactRule
      client {
        id
        name
        pronouns
      }
      program {
        id
        name
      }
      lastContact
      quiet
      waitingSince
      checkIns {
        weekOf
        word
        note
      }
    }
  }
`);

const StaffKnownClient = graphql(`
  query StaffKnownClient($id: ID!) {
    client(id: $id) {
      id
      member {
        id
        name
      }
    }
  }
`);

export const programList = gql(keys.programs, StaffPrograms);
export const oneProgram = (id: string) => gql(keys.program(id), StaffProgram, { id });
export const templates = { ...gql(keys.programs, StaffProgramTemplates), staleTime: Number.POSITIVE_INFINITY };
export const casePages = (wanted: { search?: string; filter: ClientFilterInput; order?: ClientOrder }) =>
  gqlPages(
    keys.clients,
    StaffCaseload,
    { search: wanted.search || null, filter: wanted.filter, order: wanted.order ?? null },
    (data) => data.clients,
  );
export const intakePages = (filter: ClientFilterInput) =>
  gqlPages(keys.clients, StaffIntake, { filter }, (data) => data.clients);
export const lineOf = (programId: string, first: number) =>
  gql(keys.enrollments, StaffProgramLine, { programId, first });
export const waitingWithMe = gql(keys.enrollments, StaffWaitingWithMe);
export const knownClient = (id: string) => gql(keys.client(id), StaffKnownClient, { id });
