import { type FormEvent, useRef, useState } from "react";
import { problemOf } from "@/api/problems";
import { useBook } from "@/features/booking/actions";
import { LengthAndPlace } from "@/features/booking/length-and-place";
import type { SessionPlace } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatClock, formatDate, formatTime, formatWhen, instantOf, wallClock } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { ClientField } from "./client-field";
import { CloseTimes } from "./close-times";

/** What was chosen last is what is wanted next: kept while the page is open. */
const last: { minutes: string; place: SessionPlace } = { minutes: "45", place: "IN_PERSON" };

type Props = {
  counselorId: string;
  zone: string;
  date: string;
  time: string;
  onDone: () => void;
};

/** What is filled in, and the deed itself. */
function useQuickBook(props: Props) {
  const t = useT();
  const locale = useLocale();
  const book = useBook();
  const keyOf = useAttemptKey();
  const [start, setStart] = useState({ date: props.date, time: props.time });
  const [client, setClient] = useState<string | null>(null);
  const [minutes, setMinutes] = useState(last.minutes);
  const [place, setPlace] = useState<SessionPlace>(last.place);
  const [missing, setMissing] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!client) {
      setMissing(t("staff.book.clientMissing"));
      return;
    }
    const startsAt = await instantOf(`${start.date}T${start.time}`, props.zone);
    const wanted = { counselorId: props.counselorId, clientId: client, startsAt, minutes: Number(minutes), place };
    const outcome = await book.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!outcome.ok) return;
    Object.assign(last, { minutes, place });
    toast(t("staff.book.done", { when: formatWhen(startsAt, props.zone, locale) }));
    props.onDone();
  }
  function choose(id: string | null) {
    setClient(id);
    setMissing(undefined);
  }
  return { book, start, setStart, client, choose, minutes, setMinutes, place, setPlace, missing, submit };
}

/** Books the pressed slot: client, length, place, done. A taken slot answers with times close by and keeps the input. */
export function QuickBook(props: Props) {
  const t = useT();
  const locale = useLocale();
  const submitButton = useRef<HTMLButtonElement>(null);
  const { book, start, setStart, client, choose, minutes, setMinutes, place, setPlace, missing, submit } =
    useQuickBook(props);
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="grid grid-cols-[minmax(0,1fr)] gap-3.5"
    >
      <h2 className="text-h2">
        {formatDate(start.date, locale)}, {formatClock(start.time, locale)}
      </h2>
      <BookProblems
        book={book}
        time={formatClock(start.time, locale)}
        zone={props.zone}
        onPick={(startsAt) => {
          // The pressed time goes away with its notice: what comes next takes the focus.
          submitButton.current?.focus();
          book.clear();
          setStart(wallClock(startsAt, props.zone));
        }}
      />
      <ClientField autoFocus counselorId={props.counselorId} value={client} onChange={choose} error={missing} />
      <LengthAndPlace minutes={minutes} place={place} onMinutes={setMinutes} onPlace={setPlace} />
      <TextField
        className="max-w-36"
        type="time"
        label={t("staff.book.starts")}
        value={start.time}
        onChange={(time) => time && setStart({ ...start, time })}
      />
      <Button ref={submitButton} type="submit" pending={book.pending && t("book.booking")}>
        {t("staff.book.book")}
      </Button>
    </form>
  );
}

function BookProblems(props: {
  book: ReturnType<typeof useBook>;
  time: string;
  zone: string;
  onPick: (startsAt: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { book, zone } = props;
  const taken = problemOf(book.problems, "SlotTaken");
  return (
    <>
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} />}
      {taken && (
        <CloseTimes
          text={t(taken.alternatives.length ? "book.taken" : "staff.book.takenNone", { time: props.time })}
          slots={taken.alternatives}
          words={({ startsAt }) =>
            `${formatDate(wallClock(startsAt, zone).date, locale)}, ${formatTime(startsAt, zone, locale)}`
          }
          onPick={({ startsAt }) => props.onPick(startsAt)}
        />
      )}
      {book.problems
        .filter((problem) => problem !== taken)
        .map((problem) => (
          <Notice key={problem.code} tone="attention" live>
            {problem.message}
          </Notice>
        ))}
    </>
  );
}
