import { type RefObject, useEffect, useRef } from "react";
import type { useBook } from "@/features/booking/actions";
import type { SlotView } from "@/features/booking/flow";
import { besidesTaken } from "@/features/booking/taken";
import { PreviewStep } from "@/features/series/preview-step";
import { RepeatField } from "@/features/series/repeat-field";
import { useLocale, useT } from "@/i18n";
import { formatClock, formatDate, formatTime, wallClock } from "@/lib/time";
import { Button, ErrorNotice, Notice, TextLink } from "@/ui";
import { NativeSelect, TextField } from "@/ui/fields";
import { ClientField } from "./client-field";
import { CloseTimes } from "./close-times";
import { type QuickBookProps, useQuickBook } from "./use-quick-book";
import { WhatField } from "./what-field";

/** Books the pressed slot: client, kind or length, place, done. A taken slot answers with times close by and keeps the input. */
export function QuickBook(props: QuickBookProps) {
  const booking = useQuickBook(props);
  const { plan } = booking;
  const submitButton = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useEffect(() => {
    if (plan || !back.current) return;
    back.current = false;
    submitButton.current?.focus();
  }, [plan]);
  return (
    <>
      {plan && (
        <PreviewStep
          plan={plan}
          zone={props.zone}
          hold={booking.hold}
          onBack={() => {
            back.current = true;
            booking.dropPlan();
          }}
          onDone={props.onDone}
        />
      )}
      {/* Stays while the dates are looked at: whoever comes back finds all as it was. */}
      <form
        method="post"
        noValidate
        onSubmit={(event) => void booking.submit(event)}
        className={plan ? "hidden" : "grid grid-cols-[minmax(0,1fr)] gap-3.5"}
      >
        <Fields {...props} booking={booking} submitButton={submitButton} />
      </form>
    </>
  );
}

type FieldsProps = QuickBookProps & {
  booking: ReturnType<typeof useQuickBook>;
  submitButton: RefObject<HTMLButtonElement | null>;
};

function Fields({ booking, submitButton, zone, people }: FieldsProps) {
  const t = useT();
  const locale = useLocale();
  const { book, start, setStart, often } = booking;
  return (
    <>
      <h2 className="text-h2">
        {formatDate(start.date, locale)}, {formatClock(start.time, locale)}
      </h2>
      <BookProblems
        book={book}
        taken={booking.taken}
        time={formatClock(start.time, locale)}
        zone={zone}
        onPick={(startsAt) => {
          // The pressed time goes away with its notice: what comes next takes the focus.
          submitButton.current?.focus();
          booking.clearTaken();
          setStart(wallClock(startsAt, zone));
        }}
      />
      <ClientField
        autoFocus
        counselorId={booking.counselorId}
        value={booking.client}
        onChange={booking.choose}
        error={booking.missing}
      />
      {people.length > 1 && (
        <NativeSelect
          id="with"
          label={t("staff.session.counselor")}
          value={booking.counselorId}
          onChange={booking.setCounselorId}
          options={people.map((one) => ({ id: one.id, label: one.name }))}
        />
      )}
      <WhatField what={booking.what} />
      <TextField
        className="max-w-36"
        type="time"
        label={t("staff.book.starts")}
        value={start.time}
        onChange={(time) => time && setStart({ ...start, time })}
      />
      <RepeatField
        date={start.date}
        repeat={often.repeat}
        ending={often.ending}
        fault={often.message}
        onRepeat={often.setRepeat}
        onEnding={often.setEnding}
      />
      <Button ref={submitButton} type="submit" pending={book.pending && t("book.booking")}>
        {t(often.repeat === "NONE" ? "staff.book.book" : "desk.repeat.look")}
      </Button>
      <TextLink
        to="/book"
        search={booking.all}
        onClick={booking.what.keep}
        className="inline-flex min-h-11 items-center justify-self-center"
      >
        {t("staff.book.more")}
      </TextLink>
    </>
  );
}

function BookProblems(props: {
  book: ReturnType<typeof useBook>;
  taken?: readonly SlotView[];
  time: string;
  zone: string;
  onPick: (startsAt: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { book, taken, zone } = props;
  return (
    <>
      {book.error && <ErrorNotice error={book.error} title={t("book.failed")} />}
      {taken && (
        <CloseTimes
          text={t(taken.length ? "book.taken" : "staff.book.takenNone", { time: props.time })}
          slots={taken}
          words={({ startsAt }) =>
            `${formatDate(wallClock(startsAt, zone).date, locale)}, ${formatTime(startsAt, zone, locale)}`
          }
          onPick={({ startsAt }) => props.onPick(startsAt)}
        />
      )}
      {besidesTaken(book.problems).map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
    </>
  );
}
