import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const SetAvailability = graphql(`
  mutation SetAvailability($input: SetAvailabilityInput!) {
    setAvailability(input: $input) {
      availability {
        ...AvailabilityParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AddTimeOff = graphql(`
  mutation AddTimeOff($input: AddTimeOffInput!) {
    addTimeOff(input: $input) {
      affectedSessions {
        ...SessionParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const RemoveTimeOff = graphql(`
  mutation RemoveTimeOff($timeOffId: ID!) {
    removeTimeOff(timeOffId: $timeOffId) {
      availability {
        version
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AddTravel = graphql(`
  mutation AddTravel($input: AddTravelInput!) {
    addTravel(input: $input) {
      affectedSessions {
        ...SessionParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const RemoveTravel = graphql(`
  mutation RemoveTravel($travelZoneId: ID!) {
    removeTravel(travelZoneId: $travelZoneId) {
      affectedSessions {
        ...SessionParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const stale = [keys.availability, keys.calendar, keys.slots, keys.setup] as const;

export const useSaveHours = () => useAction(SetAvailability, (data) => data.setAvailability, { invalidates: stale });
export const useAddTimeOff = () => useAction(AddTimeOff, (data) => data.addTimeOff, { invalidates: stale });
/** Who comes back after all is not covered any more. */
export const useRemoveTimeOff = () =>
  useAction(RemoveTimeOff, (data) => data.removeTimeOff, { invalidates: [...stale, keys.cover, keys.staffTasks] });
export const useAddTravel = () => useAction(AddTravel, (data) => data.addTravel, { invalidates: stale });
export const useRemoveTravel = () => useAction(RemoveTravel, (data) => data.removeTravel, { invalidates: stale });
