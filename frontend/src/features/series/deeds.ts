import { useAction } from "@/api/action";
import { sessionKeys } from "@/api/keys";
import { graphql } from "@/gql";

const BookSeries = graphql(`
  mutation BookSeries($input: BookSessionSeriesInput!) {
    bookSessionSeries(input: $input) {
      seriesId
      sessions {
        id
      }
      problems {
        __typename
        code
        message
        path
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
        __typename
        code
        message
        path
      }
    }
  }
`);
const CancelSeries = graphql(`
  mutation CancelSeries($input: CancelSessionSeriesInput!) {
    cancelSessionSeries(input: $input) {
      sessions {
        id
      }
      problems {
        __typename
        code
        message
        path
      }
    }
  }
`);

export const useBookSeries = () =>
  useAction(BookSeries, (data) => data.bookSessionSeries, { invalidates: sessionKeys });
export const useMoveSeries = () =>
  useAction(MoveSeries, (data) => data.moveSessionSeries, { invalidates: sessionKeys });
export const useCancelSeries = () =>
  useAction(CancelSeries, (data) => data.cancelSessionSeries, { invalidates: sessionKeys });
