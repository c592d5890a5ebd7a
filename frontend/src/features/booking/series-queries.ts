// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { MyPlannedOccurrencesQuery, SeriesScope, SessionSeriesPlanInput } from "@/gql/graphql";

const MyPlannedOccurrences = graphql(`
  query MyPlannedOccurrences($plan: SessionSeriesPlanInput!) {
    sessionSeriesPreview(plan: $plan) {
      occurrence
      startsAt
      zone
      minutes
      conflict {
        code
        message
      }
      suggestion {
        startsAt
        endsAt
      }
    }
  }
`);
const MyPlannedMoves = graphql(`
  query MyPlannedMoves($sessionId: ID!, $scope: SeriesScope!, $localStart: LocalDateTime!) {
    sessionSeriesMovePreview(sessionId: $sessionId, scope: $scope, localStart: $localStart) {
      startsAt
      session {
        id
        startsAt
      }
      conflict {
        code
        message
      }
    }
  }
`);

/** Each of a planned series, with what stands in its way. */
export const seriesPreview = (plan: SessionSeriesPlanInput) => gql(keys.slots, MyPlannedOccurrences, { plan });
/** Each session that would move along. */
export const movePreview = (sessionId: string, scope: SeriesScope, localStart: string) =>
  gql(keys.slots, MyPlannedMoves, { sessionId, scope, localStart });

export type PlannedView = MyPlannedOccurrencesQuery["sessionSeriesPreview"][number];
