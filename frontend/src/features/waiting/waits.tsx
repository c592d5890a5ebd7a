import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDate, formatDay, formatTimeRange, formatWhen } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button, ButtonLink, Fault, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAcceptOffer, useDeclineOffer, useLeaveWait } from "./actions";
import type { WaitView } from "./queries";

/** One place in line: since when, for what, and the time that is kept, if there is one. */
export function WaitCard({ wait, onGone }: { wait: WaitView; onGone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const leave = useLeaveWait();
  const card = useRef<HTMLHeadingElement>(null);
  const name = wait.counselor?.name;
  const place = t(wait.place === "ONLINE" ? "session.online" : "session.inPerson");
  async function go() {
    const outcome = await leave.run({ id: wait.id });
    if (!outcome.ok) return;
    toast(t("myWait.left"));
    onGone();
  }
  return (
    <li className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <div className="grid gap-1">
        <h3 ref={card} tabIndex={-1} className="text-h3 break-words">
          {name ? t("myWait.with", { name }) : t("myWait.withAnyone")}
        </h3>
        <p className="text-small break-words text-ink-2">
          {[wait.type?.name, t("session.minutes", { minutes: wait.minutes }), place].filter(Boolean).join(" · ")}
        </p>
        <p className="text-small text-ink-2">
          {t("myWait.since", { ago: formatAgo(wait.waitingSince, locale) })}
          {wait.until && ` · ${t("myWait.until", { day: formatDate(wait.until, locale) })}`}
        </p>
      </div>
      {wait.lapsedAt && <Lapsed />}
      {wait.anybodySince && !wait.lapsedAt && <Notice>{t("myWait.widened")}</Notice>}
      {wait.offer && <Offer wait={wait} offer={wait.offer} onDeclined={() => card.current?.focus()} />}
      <Fault of={leave} />
      {!wait.lapsedAt && (
        <Button
          variant="quiet"
          size="small"
          className="justify-self-start"
          pending={leave.pending && t("form.saving")}
          onPress={() => void go()}
        >
          {t("myWait.leave")}
        </Button>
      )}
    </li>
  );
}

/** It ended with its last useful day: said for a week, with a way on. */
function Lapsed() {
  const t = useT();
  return (
    <Notice
      actions={
        <ButtonLink variant="secondary" size="small" to="/book" search={{}}>
          {t("schedule.bookTime")}
        </ButtonLink>
      }
    >
      {t("myWait.lapsed")}
    </Notice>
  );
}

/** A time that is kept: yes, or not this time, and until when there is time to think. */
function Offer(props: { wait: WaitView; offer: NonNullable<WaitView["offer"]>; onDeclined: () => void }) {
  const t = useT();
  const { wait, offer } = props;
  const now = useNow(15_000);
  if (offer.expiresAt && Date.parse(offer.expiresAt) <= now) {
    return <Notice live>{t("myWait.ranOut")}</Notice>;
  }
  return (
    <div className="grid gap-3 rounded-control bg-accent-soft px-4 py-4 text-accent-soft-ink">
      <Offered wait={wait} offer={offer} />
      <Answer waitId={wait.id} onDeclined={props.onDeclined} />
    </div>
  );
}

function Offered({ wait, offer }: { wait: WaitView; offer: NonNullable<WaitView["offer"]> }) {
  const t = useT();
  const locale = useLocale();
  const { center, viewer } = centerBoot();
  const zone = zoneToShow(wait.place, center.zone);
  return (
    <p className="grid gap-0.5">
      <span className="text-small font-semibold">{t("myWait.offered")}</span>
      <span className="text-h3 first-letter:uppercase">
        {formatDay(offer.startsAt, zone, locale)}, {formatTimeRange(offer.startsAt, offer.endsAt, zone, locale)}
      </span>
      <span className="text-small">
        {offer.counselor.name}
        {offer.expiresAt && ` · ${t("myWait.kept", { when: formatWhen(offer.expiresAt, viewer.zone, locale) })}`}
      </span>
    </p>
  );
}

function Answer(props: { waitId: string; onDeclined: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [accept, decline] = [useAcceptOffer(), useDeclineOffer()];
  async function take() {
    decline.clear();
    const outcome = await accept.run({ id: props.waitId });
    const session = outcome.ok && outcome.payload.session;
    if (session) await navigate({ to: "/schedule/$id/booked", params: { id: session.id } });
  }
  async function pass() {
    accept.clear();
    const outcome = await decline.run({ id: props.waitId });
    if (!outcome.ok) return;
    toast(t("myWait.declined"));
    props.onDeclined();
  }
  return (
    <>
      <Fault of={accept} />
      <Fault of={decline} />
      <div className="grid gap-2 sm:flex">
        <Button pending={accept.pending && t("book.booking")} onPress={() => void take()}>
          {t("myWait.accept")}
        </Button>
        <Button variant="secondary" pending={decline.pending && t("form.saving")} onPress={() => void pass()}>
          {t("myWait.decline")}
        </Button>
      </div>
    </>
  );
}
