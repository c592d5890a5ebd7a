import { randomUUID } from "node:crypto";
import type { Pair } from "./care";
import { expect, graphql } from "./test";
import { dayAhead } from "./when";

type Series = {
  data: { bookSessionSeries: { sessions: Array<{ id: string; startsAt: string }>; problems: Array<{ code: string }> } };
};

/** The same hour every week, on the counselor's clock; all of them are free. */
export async function weekly(pair: Pair, inDays: number, time: string, count: number): Promise<string[]> {
  const plan = {
    counselorId: pair.counselor.id,
    clientId: pair.client.id,
    first: `${dayAhead(inDays)}T${time}`,
    rhythm: "WEEKLY",
    count,
    place: "IN_PERSON",
    minutes: 45,
  };
  const planned = await graphql<{ data: { sessionSeriesPreview: Array<{ occurrence: string; startsAt: string }> } }>(
    pair.counselor.page,
    "query Plan($plan: SessionSeriesPlanInput!) { sessionSeriesPreview(plan: $plan) { occurrence startsAt } }",
    { plan },
  );
  expect(planned.data.sessionSeriesPreview).toHaveLength(count);
  const { data } = await graphql<Series>(
    pair.counselor.page,
    "mutation Weekly($input: BookSessionSeriesInput!) { bookSessionSeries(input: $input) { sessions { id } problems { code } } }",
    { input: { clientMutationId: randomUUID(), plan, accepted: planned.data.sessionSeriesPreview } },
  );
  expect(data.bookSessionSeries.problems).toEqual([]);
  return data.bookSessionSeries.sessions.map((one) => one.id);
}
