import { Link } from "@tanstack/react-router";
import { ChevronRight, MapPin, UserRound, Video } from "lucide-react";
import { isLive, type SessionView, zoneToShow } from "@/features/booking/session";
import { usePlaceWords, useWhen } from "@/features/booking/words";
import { useLocale, useT } from "@/i18n";
import { dateInZone, formatTime, formatWhen, nowIso } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Badge, ButtonAnchor, Card } from "@/ui";

/** Join when it is open; before that, when it will be. In-person sessions have nothing to join. */
export function Join(props: { session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const now = useNow(15_000);
  if (session.place !== "ONLINE" || !isLive(session)) return null;
  if (session.joinUrl) {
    return (
      <ButtonAnchor href={session.joinUrl} target="_blank" rel="noopener noreferrer" size="large" block>
        {t("session.join")}
      </ButtonAnchor>
    );
  }
  if (!session.joinOpensAt || Date.parse(session.joinOpensAt) <= now) return null;
  const zone = zoneToShow(session.place, session.zone);
  const today = dateInZone(session.joinOpensAt, zone) === dateInZone(nowIso(), zone);
  return (
    <p className="rounded-control bg-sunken px-4 py-3.5 text-center font-semibold text-ink-2">
      {today
        ? t("session.joinOpens", { time: formatTime(session.joinOpensAt, zone, locale) })
        : t("session.joinOpensOn", { when: formatWhen(session.joinOpensAt, zone, locale) })}
    </p>
  );
}

/** The next session, with what one can do about it. */
export function NextSessionCard(props: { session: SessionView }) {
  const t = useT();
  const when = useWhen()(props.session);
  const place = usePlaceWords()(props.session);
  const { id, counselor, canCancel } = props.session;
  const quiet =
    "inline-flex min-h-12 flex-1 items-center justify-center rounded-control font-semibold text-accent no-underline hover:bg-accent-soft";
  return (
    <Card labelledBy="next-up" className="pb-2">
      <p className="text-small font-semibold text-accent first-letter:uppercase">
        {when.day}, {when.time}
      </p>
      <h2 id="next-up" className="mt-0.5 text-h2">
        {t("today.sessionWith", { name: counselor.name })}
      </h2>
      <p className="mt-0.5 mb-4 text-small text-ink-2">
        {place}
        {when.zone && ` · ${when.zone}`}
      </p>
      <Join session={props.session} />
      <div className="mt-1 flex gap-2">
        {canCancel && (
          <Link to="/schedule/$id/change" params={{ id }} className={quiet}>
            {t("today.change")}
          </Link>
        )}
        <Link to="/schedule/$id" params={{ id }} className={quiet}>
          {t("today.details")}
        </Link>
      </div>
    </Card>
  );
}

/** A session as one line of a list; the whole line is the link. */
export function SessionRow(props: {
  session: SessionView;
  /** Its counselor is away: the client says what shall happen. */
  toChoose?: boolean;
}) {
  const t = useT();
  const when = useWhen()(props.session);
  const place = usePlaceWords()(props.session);
  const { session } = props;
  const cancelled = session.state === "CANCELLED" || session.state === "LATE_CANCEL";
  const Icon = session.place === "ONLINE" ? Video : session.location ? MapPin : UserRound;
  return (
    <Link
      to="/schedule/$id"
      params={{ id: session.id }}
      className="flex min-h-18 items-center gap-3.5 px-4 py-3 text-ink no-underline hover:bg-sunken"
    >
      <span
        aria-hidden
        className={
          cancelled
            ? "grid size-11 flex-none place-items-center rounded-control bg-sunken text-ink-3"
            : "grid size-11 flex-none place-items-center rounded-control bg-sky-soft text-sky-soft-ink"
        }
      >
        <Icon size={20} strokeWidth={1.75} />
      </span>
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold first-letter:uppercase">
          {when.day}, <span className="inline-block">{when.time}</span>
        </span>
        <span className="text-small break-words text-ink-2">
          {session.counselor.name} · {place}
        </span>
      </span>
      {props.toChoose && <Badge tone="attention">{t("session.toChoose")}</Badge>}
      {cancelled ? (
        <Badge>{t("session.cancelled")}</Badge>
      ) : (
        <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
      )}
    </Link>
  );
}
