import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useBookSeries } from "@/features/series/deeds";
import type { PlannedView } from "@/features/series/queries";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { toast } from "@/ui/toaster";
import { acceptedOf, freeOnes, occurrenceOf } from "./series";
import type { Held } from "./use-hold";

type Given = {
  plan: SessionSeriesPlanInput;
  planned: readonly PlannedView[];
  /** Keeps the first time of it. */
  hold: Held;
};

/** What is ticked of a planned series, and booking it: all of it or nothing. */
export function useSeriesBooking({ plan, planned, hold }: Given) {
  const t = useT();
  const navigate = useNavigate();
  const book = useBookSeries();
  const key = useAttemptKey();
  const [chosen, setChosen] = useState<string[]>();
  const ticked = chosen ?? freeOnes(planned);
  const accepted = acceptedOf(planned, ticked);
  async function send() {
    const { token: holdToken } = await hold.ready();
    const clientMutationId = key({ plan, accepted });
    const outcome = await book.run({ input: { clientMutationId, plan, accepted, holdToken } });
    if (!outcome.ok) return;
    hold.used();
    toast(t("mySeries.booked", { count: outcome.payload.sessions.length }));
    await navigate({ to: "/schedule", replace: true });
  }
  const faults = book.problems.map(({ path, message }) => ({ occurrence: occurrenceOf(path, accepted), message }));
  const [first] = faults;
  return {
    ticked,
    tick: (occurrences: string[]) => {
      book.clear();
      setChosen(occurrences);
    },
    count: accepted.length,
    /** What is wrong with one of them. */
    faultOf: (one: PlannedView) => faults.find(({ occurrence }) => occurrence === one.occurrence)?.message,
    /** What is wrong with all, or that one of them has to be looked at. */
    notice: first && (first.occurrence ? t("mySeries.nothingYet") : first.message),
    send,
    pending: book.pending,
    error: book.error,
  };
}
