import { useAction } from "@/api/action";
import { plannedKeys, sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

// One place for both sides: a client plans, moves and cancels a series with the same words to the server as staff.
const BookSeries = graphql(`
  mutation BookSeries($input: BookSessionSeriesInput!) {
    bookSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const MoveSeries = graphql(`
  mutation MoveSeries($input: MoveSessionSeriesInput!) {
    moveSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

export const useBookSeries = () =>
  useAction(BookSeries, (data) => data.bookSessionSeries, { invalidates: sessionKeys });
export const useMoveSeries = () =>
  useAction(MoveSeries, (data) => data.moveSessionSeries, { invalidates: plannedKeys });
