import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { CheckboxGroup } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { acceptedOf, freeOnes, occurrenceOf, startOf } from "./series";
import { useBookSeries } from "./series-actions";
import { type PlannedView, seriesPreview } from "./series-queries";

/** Each of the series with what stands in its way; what is ticked is booked, all of it or nothing. */
export function SeriesPreview(props: { plan: SessionSeriesPlanInput; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const planned = useSuspenseQuery({ ...seriesPreview(props.plan), refetchOnWindowFocus: false }).data
    .sessionSeriesPreview;
  const [chosen, setChosen] = useState<string[]>();
  const ticked = chosen ?? freeOnes(planned);
  const accepted = acceptedOf(planned, ticked);
  const book = useBookSeries();
  const key = useAttemptKey();
  async function send() {
    const outcome = await book.run({
      input: { clientMutationId: key({ plan: props.plan, accepted }), plan: props.plan, accepted },
    });
    if (!outcome.ok) return;
    toast(t("mySeries.booked", { count: outcome.payload.sessions.length }));
    await navigate({ to: "/schedule", replace: true });
  }
  const about = book.problems.map((problem) => ({ problem, occurrence: occurrenceOf(problem.path, accepted) }));
  const rest = about.find(({ occurrence }) => !occurrence)?.problem;
  const possible = planned.filter((one) => startOf(one));
  // The words for a time that somebody loses in the moment of booking do not fit here.
  const why = ({ conflict }: PlannedView) =>
    conflict?.code === "slot_taken" ? t("mySeries.taken") : (conflict?.message ?? "");
  const fault = (one: PlannedView) => about.find(({ occurrence }) => occurrence === one.occurrence)?.problem.message;
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} />}
      {about.length > 0 && (
        <Notice tone="attention" live>
          {about[0]?.occurrence ? t("mySeries.nothingYet") : rest?.message}
        </Notice>
      )}
      {possible.length > 0 && (
        <CheckboxGroup
          label={t("mySeries.these")}
          hint={t("mySeries.theseHint")}
          value={ticked}
          onChange={(value) => {
            book.clear();
            setChosen(value);
          }}
          className="rounded-card border border-line bg-surface px-5 py-4"
          options={possible.map((one) => ({
            id: one.occurrence,
            label: formatWhen(startOf(one) ?? one.startsAt, props.zone, locale),
            detail:
              fault(one) ??
              (one.conflict
                ? t("mySeries.instead", {
                    when: formatWhen(one.startsAt, props.zone, locale),
                    why: one.conflict.message,
                  })
                : undefined),
          }))}
        />
      )}
      <Impossible planned={planned} zone={props.zone} why={why} />
      <Button
        type="submit"
        size="large"
        className="sm:justify-self-start"
        isDisabled={accepted.length === 0}
        pending={book.pending && t("book.booking")}
      >
        {t("mySeries.book", { count: accepted.length, all: planned.length })}
      </Button>
    </form>
  );
}

function Impossible(props: { planned: readonly PlannedView[]; zone: string; why: (one: PlannedView) => string }) {
  const t = useT();
  const locale = useLocale();
  const impossible = props.planned.filter((one) => !startOf(one));
  if (impossible.length === 0) return null;
  return (
    <section aria-labelledby="not-possible" className="grid gap-2">
      <h3 id="not-possible" className="font-semibold">
        {t("mySeries.notPossible")}
      </h3>
      <ul className="m-0 grid list-none gap-1 p-0 text-small text-ink-2">
        {impossible.map((one) => (
          <li key={one.occurrence}>
            {formatWhen(one.startsAt, props.zone, locale)} · {props.why(one)}
          </li>
        ))}
      </ul>
    </section>
  );
}
