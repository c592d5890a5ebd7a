import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { EnrollmentState, MoveReason, WayWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { dateInZone } from "@/lib/time";
import { Badge, Button } from "@/ui";
import { WayNow } from "./queries-way";
import { useDay, useDaysAgo } from "./words";

const lines = "m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0";

/** How somebody said they were, week by week, while they waited. */
export function CheckIns({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const day = useDay();
  const { id } = unmask(WayNow, way);
  if (way.checkIns.length === 0) return null;
  return (
    <section aria-labelledby={`check-ins-${id}`} className="grid gap-3">
      <h3 id={`check-ins-${id}`} className="text-h2">
        {t("programs.checkIns")}
      </h3>
      <ul className={lines}>
        {way.checkIns.map((one) => (
          <li key={one.weekOf} className="grid gap-0.5 px-4 py-2.5">
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={one.word === "NEED_SOMEBODY" ? "attention" : "iris"}>{t(`programs.word.${one.word}`)}</Badge>
              <span className="text-small text-ink-2">{t("programs.weekOf", { day: day(one.weekOf) })}</span>
            </span>
            {one.note && <q className="measure break-words whitespace-pre-line">{one.note}</q>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const shown = 5;

/** Who was there, and when: what was written down beside sessions and meetings. */
export function Contacts({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const ago = useDaysAgo();
  const [all, setAll] = useState(false);
  const { id } = unmask(WayNow, way);
  const { contacts } = way;
  // Mentors read where somebody is and no record of it: what they are not told is not "none".
  if (way.moves.length === 0 && contacts.length === 0) return null;
  return (
    <section aria-labelledby={`contacts-${id}`} className="grid gap-3">
      <h3 id={`contacts-${id}`} className="text-h2">
        {t("programs.contacts")}
      </h3>
      {contacts.length === 0 && <p className="text-ink-2">{t("programs.contactsNone")}</p>}
      {contacts.length > 0 && (
        <ul className={lines}>
          {contacts.slice(0, all ? undefined : shown).map((one) => (
            <li key={`${one.recordedAt}-${one.kind}`} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5">
              <span className="font-semibold">{t(`programs.contact.${one.kind}`)}</span>
              <span className="text-small text-ink-2">{[ago(one.on), one.by?.name].filter(Boolean).join(" · ")}</span>
            </li>
          ))}
        </ul>
      )}
      {contacts.length > shown && !all && (
        <Button variant="secondary" className="justify-self-start" onPress={() => setAll(true)}>
          {t("documents.more")}
        </Button>
      )}
    </section>
  );
}

type Event = {
  id: string;
  on: string;
  recordedAt: string;
  by?: { name: string } | null;
  what: { from?: EnrollmentState | null; to: EnrollmentState } | { phase: string };
  why?: MoveReason | null;
  note?: string | null;
};

function eventsOf(way: WayWholeFragment): Event[] {
  const moves = way.moves.map((one, index) => ({
    id: `move-${index}`,
    on: one.on,
    recordedAt: one.recordedAt,
    by: one.by,
    what: { from: one.from, to: one.to },
    why: one.reason,
    note: one.note,
  }));
  const phases = way.phases.map((one, index) => ({
    id: `phase-${index}`,
    on: one.beganOn,
    recordedAt: one.recordedAt,
    by: one.by,
    what: { phase: one.name },
  }));
  // Written down together, a phase comes after the move that began it, and the later move after the earlier.
  return [...moves, ...phases].sort((one, other) => one.recordedAt.localeCompare(other.recordedAt)).reverse();
}

/** Moves and phases in one line of time, the latest first: the day it happened, and when it was written down if later. */
export function History({ way }: { way: WayWholeFragment }) {
  const t = useT();
  const day = useDay();
  const { id } = unmask(WayNow, way);
  const { zone } = centerBoot().center;
  if (way.moves.length === 0) return null;
  return (
    <section aria-labelledby={`history-${id}`} className="grid gap-3">
      <h3 id={`history-${id}`} className="text-h2">
        {t("programs.history")}
      </h3>
      <ol className={lines}>
        {eventsOf(way).map((event) => {
          const noted = dateInZone(event.recordedAt, zone);
          return (
            <li key={event.id} className="grid gap-0.5 px-4 py-2.5">
              <span className="font-semibold">
                {"phase" in event.what
                  ? t("programs.inPhase", { phase: event.what.phase })
                  : t(`programs.state.${event.what.to}`)}
              </span>
              <span className="text-small text-ink-2">
                {[
                  day(event.on),
                  noted !== event.on && t("programs.notedOn", { day: day(noted) }),
                  event.by ? event.by.name : t("programs.byItself"),
                  event.why && t(`programs.why.${event.why}`),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              {event.note && <p className="measure break-words whitespace-pre-line">{event.note}</p>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
