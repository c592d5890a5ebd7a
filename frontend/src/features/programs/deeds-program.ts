// What an admin does to a program. More places are offered at once to those who wait.
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

export const StaffCreateProgram = graphql(`
  mutation StaffCreateProgram($input: CreateProgramInput!) {
    createProgram(input: $input) {
      program {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffUpdateProgram = graphql(`
  mutation StaffUpdateProgram($input: UpdateProgramInput!) {
    updateProgram(input: $input) {
      program {
        ...ProgramWhole
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetProgramState = graphql(`
  mutation StaffSetProgramState($input: SetProgramStateInput!) {
    setProgramState(input: $input) {
      program {
        id
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetPhases = graphql(`
  mutation StaffSetPhases($input: SetProgramPhasesInput!) {
    setProgramPhases(input: $input) {
      program {
        ...ProgramWhole
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetCohorts = graphql(`
  mutation StaffSetCohorts($input: SetProgramCohortsInput!) {
    setProgramCohorts(input: $input) {
      program {
        ...ProgramWhole
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
export const StaffSetIntake = graphql(`
  mutation StaffSetIntake($input: SetProgramIntakeInput!) {
    setProgramIntake(input: $input) {
      program {
        ...ProgramWhole
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const stale = { invalidates: [keys.programs, keys.setup, keys.enrollments] };
