import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Held } from "@/features/booking/use-hold";
import type { SessionSeriesPlanInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { cx } from "@/lib/cx";
import { dateInZone, formatDate, formatTime } from "@/lib/time";
import { Button, ErrorNotice, Notice, SkeletonList } from "@/ui";
import { Press } from "@/ui/press";
import { toast } from "@/ui/toaster";
import { useBookSeries } from "./deeds";
import { accepted, type Choice, type Choices, choiceOf, type Planned, problemsByOccurrence } from "./plan";
import { seriesPreview } from "./queries";

type Props = {
  plan: SessionSeriesPlanInput;
  zone: string;
  /** Keeps the first time of it. */
  hold: Held;
  onBack: () => void;
  onDone: (first?: string) => void;
};

/** The dates of a plan, what is taken of each, and the booking of them all. */
function usePreview({ plan, hold, onDone }: Props) {
  const t = useT();
  const query = useQuery({ ...seriesPreview(plan), staleTime: 0 });
  const [choices, setChoices] = useState<Choices>({});
  const book = useBookSeries();
  const keyOf = useAttemptKey();
  const planned = query.data?.sessionSeriesPreview ?? [];
  const taken = accepted(planned, choices);

  async function confirm() {
    const wanted = { plan, accepted: taken };
    const { token: holdToken } = await hold.ready();
    const outcome = await book.run({ input: { ...wanted, holdToken, clientMutationId: keyOf(wanted) } });
    if (!outcome.ok) return;
    hold.used();
    toast(t("desk.series.booked", { count: outcome.payload.sessions.length }));
    onDone(outcome.payload.sessions[0]?.id);
  }
  function choose(occurrence: string, choice: Choice) {
    book.clear();
    setChoices({ ...choices, [occurrence]: choice });
  }
  return { query, planned, choices, choose, taken, book, confirm, found: problemsByOccurrence(book.problems, taken) };
}
type Preview = ReturnType<typeof usePreview>;

/** Each date before anything is saved: what stands in its way, what is close to it, and what is taken. */
export function PreviewStep(props: Props) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const preview = usePreview(props);
  const { query, planned, taken, book, found } = preview;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 ref={heading} tabIndex={-1} className="text-h2">
        {t("desk.series.title")}
      </h2>
      {query.isError && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonList rows={4} label={t("state.loading")} />}
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} />}
      {book.problems.length > 0 && (
        <Notice tone="attention" live>
          <p>{t("desk.series.nothingBooked")}</p>
          {found.rest.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      )}
      {planned.length > 0 && <Occurrences preview={preview} zone={props.zone} />}
      <div className="flex flex-wrap gap-2">
        <Button
          isDisabled={taken.length === 0}
          pending={book.pending && t("book.booking")}
          onPress={() => void preview.confirm()}
        >
          {t("desk.series.book", { taken: taken.length, all: planned.length })}
        </Button>
        <Button variant="secondary" onPress={props.onBack}>
          {t("nav.back")}
        </Button>
      </div>
    </div>
  );
}

/** The dates, and how many of them are taken. */
function Occurrences({ preview, zone }: { preview: Preview; zone: string }) {
  const t = useT();
  const { planned, choices, choose, taken, found } = preview;
  return (
    <>
      <ul
        aria-label={t("desk.series.title")}
        className="m-0 max-h-[min(24rem,50dvh)] list-none divide-y divide-line overflow-y-auto rounded-control border border-line p-0"
      >
        {planned.map((one) => (
          <OccurrenceRow
            key={one.occurrence}
            one={one}
            zone={zone}
            choice={choiceOf(one, choices)}
            problem={found.rows[one.occurrence]}
            onChoice={(choice) => choose(one.occurrence, choice)}
          />
        ))}
      </ul>
      <p role="status" className="text-small text-ink-2">
        {t("desk.series.taken", {
          taken: taken.length,
          all: planned.length,
          left: planned.length - taken.length,
        })}
      </p>
    </>
  );
}

function OccurrenceRow(props: {
  one: Planned;
  zone: string;
  choice: Choice;
  problem?: string;
  onChoice: (choice: Choice) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { one, zone, choice } = props;
  const when = (instant: string) =>
    `${formatDate(dateInZone(instant, zone), locale)}, ${formatTime(instant, zone, locale)}`;
  const shown = choice === "suggested" && one.suggestion ? one.suggestion.startsAt : one.startsAt;
  const { suggestion } = one;
  return (
    <li className="grid gap-1.5 px-3 py-2">
      <label className="flex min-h-8 cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          className="size-5 flex-none cursor-pointer accent-(--accent-solid) disabled:cursor-default"
          checked={choice !== "out"}
          disabled={choice === "out" && Boolean(one.conflict) && !suggestion}
          onChange={(event) => {
            if (!event.target.checked) props.onChoice("out");
            else props.onChoice(one.conflict ? "suggested" : "planned");
          }}
        />
        <span className={cx("tnum", choice === "out" && "text-ink-2 line-through")}>{when(shown)}</span>
      </label>
      {props.problem && (
        <p role="alert" className="pl-8 text-small font-semibold text-rose">
          {props.problem}
        </p>
      )}
      {one.conflict && (
        <div className="grid gap-1.5 pl-8 text-small text-ink-2">
          <p>
            {choice === "suggested" ? t("desk.series.instead", { when: when(one.startsAt) }) : one.conflict.message}
          </p>
          {suggestion && choice !== "suggested" && (
            <Press
              className="tnum min-h-9 cursor-pointer justify-self-start rounded-full border-[1.5px] border-control bg-surface px-3 font-semibold text-ink hover:border-accent"
              onPress={() => props.onChoice("suggested")}
            >
              {t("desk.series.take", { when: when(suggestion.startsAt) })}
            </Press>
          )}
        </div>
      )}
    </li>
  );
}
