import { type FormEvent, useRef, useState } from "react";
import { problemOf } from "@/api/problems";
import { useBook } from "@/features/booking/actions";
import type { BookSessionInput } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatClock, formatDate, formatTime, formatWhen, instantOf, wallClock } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { Segmented, TextField } from "@/ui/fields";
import { Press } from "@/ui/press";
import { toast } from "@/ui/toaster";
import { ClientField } from "./client-field";

type Place = BookSessionInput["place"];

/** What was chosen last is what is wanted next: kept while the page is open. */
const last: { minutes: string; place: Place } = { minutes: "45", place: "IN_PERSON" };

/** Books the pressed slot: client, length, place, done. A taken slot answers with times close by and keeps the input. */
export function QuickBook(props: {
  counselorId: string;
  zone: string;
  date: string;
  time: string;
  onDone: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const book = useBook();
  const keyOf = useAttemptKey();
  const [start, setStart] = useState({ date: props.date, time: props.time });
  const [client, setClient] = useState<string | null>(null);
  const [minutes, setMinutes] = useState(last.minutes);
  const [place, setPlace] = useState<Place>(last.place);
  const [missing, setMissing] = useState<string>();
  const submitButton = useRef<HTMLButtonElement>(null);
  const taken = problemOf(book.problems, "SlotTaken");
  const others = book.problems.filter((problem) => problem !== taken);

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
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} />}
      {taken && (
        <Notice tone="attention" live>
          <p>
            {t(taken.alternatives.length ? "book.taken" : "staff.book.takenNone", {
              time: formatClock(start.time, locale),
            })}
          </p>
          <ul aria-label={t("book.closest")} className="m-0 mt-2 flex list-none flex-wrap gap-2 p-0">
            {taken.alternatives.map((slot) => (
              <li key={slot.startsAt}>
                <Press
                  className="tnum min-h-9 cursor-pointer rounded-full border-[1.5px] border-control bg-surface px-3 text-small font-semibold text-ink hover:border-accent"
                  onPress={() => {
                    // The pressed time goes away with its notice: what comes next takes the focus.
                    submitButton.current?.focus();
                    book.clear();
                    setStart(wallClock(slot.startsAt, props.zone));
                  }}
                >
                  {formatDate(wallClock(slot.startsAt, props.zone).date, locale)},{" "}
                  {formatTime(slot.startsAt, props.zone, locale)}
                </Press>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {others.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <ClientField
        autoFocus
        counselorId={props.counselorId}
        value={client}
        onChange={(id) => {
          setClient(id);
          setMissing(undefined);
        }}
        error={missing}
      />
      <Segmented
        label={t("book.length")}
        value={minutes}
        onChange={setMinutes}
        options={["30", "45", "60"].map((id) => ({ id, label: t("book.minutes", { minutes: id }) }))}
      />
      <Segmented
        label={t("book.where")}
        value={place}
        onChange={(value) => setPlace(value as Place)}
        options={[
          { id: "IN_PERSON", label: t("session.inPerson") },
          { id: "ONLINE", label: t("session.online") },
        ]}
      />
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
