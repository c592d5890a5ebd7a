import { Link } from "@tanstack/react-router";
import { ChevronRight, Users } from "lucide-react";
import { MeetingDoor } from "@/features/groups/meeting-door";
import type { MeetingView } from "@/features/groups/parts";
import { useMeetingPlace, useMeetingWhen } from "@/features/groups/when";
import { useT } from "@/i18n";
import { Badge, Card } from "@/ui";

const quiet =
  "inline-flex min-h-12 flex-1 items-center justify-center rounded-control font-semibold text-accent no-underline hover:bg-accent-soft";

/** The next meeting, with the way in. */
export function NextMeetingCard(props: { meeting: MeetingView }) {
  const t = useT();
  const { meeting } = props;
  const when = useMeetingWhen()(meeting);
  const place = useMeetingPlace()(meeting);
  return (
    <Card labelledBy="next-up" className="pb-2">
      <p className="text-small font-semibold text-accent first-letter:uppercase">
        {when.day}, {when.time}
      </p>
      <h2 id="next-up" className="mt-0.5 text-h2 break-words">
        {meeting.group.name}
      </h2>
      <p className="mt-0.5 mb-4 text-small break-words text-ink-2">
        {place}
        {meeting.holder && ` ${t("meet.with", { alias: meeting.holder.alias })}`}
        {when.zone && ` · ${when.zone}`}
      </p>
      {meeting.topic && <p className="-mt-2 mb-4 break-words">{meeting.topic}</p>}
      <MeetingDoor meeting={meeting} />
      <div className="mt-1 flex gap-2">
        {meeting.state === "LIVE" && (
          <Link to="/groups/meetings/$id" params={{ id: meeting.id }} className={quiet}>
            {t("meet.room")}
          </Link>
        )}
        <Link to="/groups/$id" params={{ id: meeting.group.id }} className={quiet}>
          {t("today.details")}
        </Link>
      </div>
    </Card>
  );
}

/** A meeting as one line of a list; the whole line leads to the group. */
export function MeetingRow(props: { meeting: MeetingView }) {
  const t = useT();
  const { meeting } = props;
  const when = useMeetingWhen()(meeting);
  return (
    <Link
      to="/groups/$id"
      params={{ id: meeting.group.id }}
      className="flex min-h-18 items-center gap-3.5 px-4 py-3 text-ink no-underline hover:bg-sunken"
    >
      <span
        aria-hidden
        className="grid size-11 flex-none place-items-center rounded-control bg-iris-soft text-iris-soft-ink"
      >
        <Users size={20} strokeWidth={1.75} />
      </span>
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold first-letter:uppercase">
          {when.day}, <span className="inline-block">{when.time}</span>
        </span>
        <span className="text-small break-words text-ink-2">
          {meeting.group.name} · {t(`group.mode.${meeting.mode}`)}
        </span>
      </span>
      {meeting.state === "CANCELLED" ? (
        <Badge>{t("meet.cancelled")}</Badge>
      ) : (
        <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
      )}
    </Link>
  );
}
