import { useNavigate } from "@tanstack/react-router";
import { CalendarSync, Hourglass, Sunrise, UsersRound } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { RowLink, RowList } from "@/portal/row-link";
import { Avatar, ErrorNotice, Notice, PageHeader, TextLink } from "@/ui";
import { TextField } from "@/ui/fields";
import { anyone, type Choice, type KindView } from "./choice";
import { ConfirmBar } from "./confirm-bar";
import { KindAndPlace } from "./kind-field";
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

export function BookWith({ choice, kinds, several, today }: Props) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate({ from: "/book" });
  const booking = useBooking(choice);
  const { state, asks } = booking;
  const { who, kind, minutes, place } = choice;
  const zone = zoneToShow(place, centerBoot().center.zone);
  const placeWords = t(place === "ONLINE" ? "session.online" : "session.inPerson");
  const alter = (change: BookSearch) => {
    booking.drop();
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  };
  const when = state.slot && formatWhen(state.slot.startsAt, zone, locale);
  return (
    <div className="mx-auto grid w-full max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5 md:mx-0 lg:max-w-[860px]">
      <Header who={who ?? null} several={several} />
      <KindAndPlace kinds={kinds} choice={choice} onChange={alter} />
      {booking.error && (
        <ErrorNotice error={booking.error} title={t("book.failed")} onRetry={() => void booking.confirm()} />
      )}
      {booking.notice && (
        <Notice tone="attention" live>
          {booking.notice}
        </Notice>
      )}
      {booking.lapsed && when && <Notice live>{t("bookMore.lapsed", { when })}</Notice>}
      <SlotPicker
        month
        key={`${kind?.id}-${minutes}`}
        counselorId={who ? who.id : null}
        minutes={minutes}
        typeId={kind?.id}
        zone={zone}
        today={today}
        place={placeWords}
        flow={state}
        onPick={(slot) => void booking.pick(slot)}
      />
      {asks && state.slot && (
        <TextField
          multiline
          rows={2}
          label={`${t("askTime.words")} (${t("form.optional")})`}
          hint={t("askTime.wordsHint")}
          maxLength={500}
          value={booking.words}
          onChange={booking.setWords}
        />
      )}
      <MoreWays choice={choice} />
      <ConfirmBar
        slot={state.slot}
        zone={zone}
        detail={[placeWords, t("book.minutes", { minutes }), asks && t("askTime.detail")].filter(Boolean).join(" · ")}
        label={when ? t(asks ? "askTime.confirm" : "book.confirm", { when }) : ""}
        pending={booking.pending && t(asks ? "askTime.asking" : "book.booking")}
        onConfirm={() => void booking.confirm()}
      />
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

/** When the offered times are not it. */
function MoreWays({ choice }: { choice: Choice }) {
  const t = useT();
  const { who, kind, minutes, place } = choice;
  const search = { with: who ? who.id : anyone, place, ...(kind ? { type: kind.id } : { minutes }) };
  return (
    <section aria-labelledby="more-ways" className="grid gap-3 pt-2">
      <h2 id="more-ways" className="text-h2">
        {t("bookMore.ways")}
      </h2>
      <RowList label={t("bookMore.ways")}>
        {who && !kind?.needsApproval && (
          <RowLink
            to="/book/series"
            search={search}
            Icon={CalendarSync}
            title={t("bookMore.series")}
            text={t("bookMore.seriesText")}
          />
        )}
        <RowLink
          to="/book/wait"
          search={search}
          Icon={Hourglass}
          title={t("bookMore.wait")}
          text={t("bookMore.waitText")}
        />
        <RowLink to="/sooner" Icon={Sunrise} title={t("bookMore.sooner")} text={t("bookMore.soonerText")} />
      </RowList>
    </section>
  );
}
