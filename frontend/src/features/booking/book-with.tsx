import { useNavigate } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Avatar, Button, ErrorNotice, Notice, PageHeader, TextLink } from "@/ui";
import { TextField } from "@/ui/fields";
import type { Choice, KindView } from "./choice";
import { ConfirmBar } from "./confirm-bar";
import { KindAndPlace } from "./kind-field";
import { MoreWays } from "./more-ways";
import type { BookSearch } from "./search";
import { zoneToShow } from "./session";
import { SlotPicker } from "./slot-picker";
import { useBooking } from "./use-booking";

type Props = {
  choice: Choice;
  kinds: readonly KindView[];
  /** There are others to choose. */
  several: boolean;
  today: string;
};
type Booking = ReturnType<typeof useBooking>;

export function BookWith({ choice, kinds, several, today }: Props) {
  const navigate = useNavigate({ from: "/book" });
  const booking = useBooking(choice);
  const { who, kind, minutes, place } = choice;
  const zone = zoneToShow(place, centerBoot().center.zone);
  const alter = (change: BookSearch) => {
    booking.drop();
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  };
  return (
    <div className="mx-auto grid w-full max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5 md:mx-0 lg:max-w-[860px]">
      <Header who={who ?? null} several={several} />
      <KindAndPlace kinds={kinds} choice={choice} onChange={alter} />
      <News booking={booking} zone={zone} />
      <SlotPicker
        month
        key={`${kind?.id}-${minutes}`}
        counselorId={who ? who.id : null}
        minutes={minutes}
        typeId={kind?.id}
        zone={zone}
        today={today}
        place={place}
        flow={booking.state}
        onPick={booking.pick}
      />
      {booking.asks && booking.state.slot && <Word booking={booking} />}
      <MoreWays choice={choice} />
      <Confirm choice={choice} booking={booking} zone={zone} />
    </div>
  );
}

function Header({ who, several }: { who: { name: string } | null; several: boolean }) {
  const t = useT();
  return (
    <div className="flex items-center gap-4">
      {who ? (
        <Avatar name={who.name} size="large" />
      ) : (
        <span
          aria-hidden
          className="grid size-14 flex-none place-items-center rounded-full bg-iris-soft text-iris-soft-ink"
        >
          <UsersRound size={26} strokeWidth={1.75} />
        </span>
      )}
      <div className="grid min-w-0 flex-1">
        <PageHeader title={t("book.title")}>
          {who ? t("book.with", { name: firstName(who.name) }) : t("bookMore.anyoneTitle")}
        </PageHeader>
        {several && (
          <TextLink to="/book" search={{}} className="inline-flex min-h-11 items-center justify-self-start">
            {t("bookMore.other")}
          </TextLink>
        )}
      </div>
    </div>
  );
}

/** What happened to the attempt: it failed, it cannot be, or the time is not kept any more. */
function News({ booking, zone }: { booking: Booking; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const { slot } = booking.state;
  return (
    <>
      {booking.error && <ErrorNotice error={booking.error} title={t("book.failed")} onRetry={booking.confirm} />}
      {booking.notice && (
        <Notice tone="attention" live>
          {booking.notice}
        </Notice>
      )}
      {booking.lapsed && slot && (
        <Notice
          live
          actions={
            <Button variant="secondary" size="small" onPress={() => booking.pick(slot)}>
              {t("bookMore.keepAgain")}
            </Button>
          }
        >
          {t("bookMore.lapsed", { when: formatWhen(slot.startsAt, zone, locale) })}
        </Notice>
      )}
    </>
  );
}

/** With a time that is asked for: a word for whoever answers, if one likes. */
function Word({ booking }: { booking: Booking }) {
  const t = useT();
  return (
    <TextField
      multiline
      rows={2}
      label={`${t("askTime.words")} (${t("form.optional")})`}
      hint={t("askTime.wordsHint")}
      maxLength={500}
      value={booking.words}
      onChange={booking.setWords}
    />
  );
}

function Confirm({ choice, booking, zone }: { choice: Choice; booking: Booking; zone: string }) {
  const t = useT();
  const locale = useLocale();
  const { asks, state } = booking;
  const { minutes, place } = choice;
  const when = state.slot && formatWhen(state.slot.startsAt, zone, locale);
  const placeWords = t(place === "ONLINE" ? "session.online" : "session.inPerson");
  return (
    <ConfirmBar
      slot={state.slot}
      zone={zone}
      detail={[placeWords, t("book.minutes", { minutes }), asks && t("askTime.detail")].filter(Boolean).join(" · ")}
      label={when ? t(asks ? "askTime.confirm" : "book.confirm", { when }) : ""}
      pending={booking.pending && t(asks ? "askTime.asking" : "book.booking")}
      onConfirm={booking.confirm}
    />
  );
}
