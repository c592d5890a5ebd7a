import { useSuspenseQuery } from "@tanstack/react-query";
import { type PlannedView, seriesPreview } from "@/features/series/queries";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { CheckboxGroup } from "@/ui/fields";
import { startOf } from "./series";
import type { Held } from "./use-hold";
import { useSeriesBooking } from "./use-series";

/** Each of the series with what stands in its way; what is ticked is booked. */
export function SeriesPreview(props: { plan: SessionSeriesPlanInput; zone: string; hold: Held }) {
  const t = useT();
  const { plan, zone, hold } = props;
  const planned = useSuspenseQuery({ ...seriesPreview(plan), refetchOnWindowFocus: false }).data.sessionSeriesPreview;
  const booking = useSeriesBooking({ plan, planned, hold });
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void booking.send();
      }}
    >
      {booking.error && <ErrorNotice error={booking.error} title={t("book.failed")} />}
      {booking.notice && (
        <Notice tone="attention" live>
          {booking.notice}
        </Notice>
      )}
      <Possible planned={planned} zone={zone} booking={booking} />
      <Impossible planned={planned} zone={zone} />
      <Button
        type="submit"
        size="large"
        className="sm:justify-self-start"
        isDisabled={booking.count === 0}
        pending={booking.pending && t("book.booking")}
      >
        {t("mySeries.book", { count: booking.count, all: planned.length })}
      </Button>
    </form>
  );
}

/** The words for a time that somebody loses in the moment of booking do not fit here. */
function useWhy(): (one: PlannedView) => string {
  const t = useT();
  return ({ conflict }) => (conflict?.code === "slot_taken" ? t("mySeries.taken") : (conflict?.message ?? ""));
}

/** As planned, or at the time that is suggested instead. */
function Possible(props: {
  planned: readonly PlannedView[];
  zone: string;
  booking: ReturnType<typeof useSeriesBooking>;
}) {
  const t = useT();
  const locale = useLocale();
  const why = useWhy();
  const { zone, booking } = props;
  const options = props.planned.flatMap((one) => {
    const startsAt = startOf(one);
    if (!startsAt) return [];
    const other = { when: formatWhen(one.startsAt, zone, locale), why: why(one) };
    return {
      id: one.occurrence,
      label: formatWhen(startsAt, zone, locale),
      detail: booking.faultOf(one) ?? (one.conflict ? t("mySeries.instead", other) : undefined),
    };
  });
  if (options.length === 0) return null;
  return (
    <CheckboxGroup
      label={t("mySeries.these")}
      hint={t("mySeries.theseHint")}
      value={booking.ticked}
      onChange={booking.tick}
      className="rounded-card border border-line bg-surface px-5 py-4"
      options={options}
    />
  );
}

function Impossible(props: { planned: readonly PlannedView[]; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const why = useWhy();
  const impossible = props.planned.filter((one) => !startOf(one));
  if (impossible.length === 0) return null;
  return (
    <section aria-labelledby="not-possible" className="grid gap-2">
      <h2 id="not-possible" className="font-semibold">
        {t("mySeries.notPossible")}
      </h2>
      <ul className="m-0 grid list-none gap-1 p-0 text-small text-ink-2">
        {impossible.map((one) => (
          <li key={one.occurrence}>
            {formatWhen(one.startsAt, props.zone, locale)} · {why(one)}
          </li>
        ))}
      </ul>
    </section>
  );
}
