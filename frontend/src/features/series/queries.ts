// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SeriesPreviewQuery, SeriesScope, SessionSeriesPlanInput } from "@/gql/graphql";

const SeriesPreview = graphql(`
  query SeriesPreview($plan: SessionSeriesPlanInput!) {
    sessionSeriesPreview(plan: $plan) {
      occurrence
      startsAt
      conflict {
        code
        message
      }
      suggestion {
        startsAt
      }
    }
  }
`);
const SeriesMovePreview = graphql(`
  query SeriesMovePreview($sessionId: ID!, $scope: SeriesScope!, $localStart: LocalDateTime!) {
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

// Below the free times: what makes those stale makes a plan stale too.
/** Each of a planned series, with what stands in its way. */
export const seriesPreview = (plan: SessionSeriesPlanInput) => gql([...keys.slots, "series"], SeriesPreview, { plan });
/** Each session that would move along. */
export const seriesMovePreview = (sessionId: string, scope: SeriesScope, localStart: string) =>
  gql([...keys.slots, "series-move"], SeriesMovePreview, { sessionId, scope, localStart });

export type PlannedView = SeriesPreviewQuery["sessionSeriesPreview"][number];
