import { MapPin } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { zoneToShow } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { dateInZone, formatTime, formatWhen, nowIso } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button } from "@/ui/button";
import { useJoinMeeting } from "./meeting-actions";
import { came, doorsAreOpen, type MeetingView, meetingIsAhead } from "./parts";

const CheckInForm = lazy(() => import("./check-in-form"));

/** In person, the center's clock counts; online, the reader's. */
export const placeOf = (meeting: Pick<MeetingView, "mode">) => (meeting.mode === "ONLINE" ? "ONLINE" : "IN_PERSON");

/** The way into a meeting: Join while it is open, "I'm here" where people meet; before that, when it opens. */
export function MeetingDoor(props: { meeting: MeetingView; small?: boolean }) {
  const { meeting } = props;
  useNow(15_000);
  if (!meetingIsAhead(meeting)) return null;
  if (!doorsAreOpen(meeting)) return <OpensAt {...props} />;
  return (
    <div className="grid gap-2">
      {meeting.mode !== "IN_PERSON" && <JoinButton {...props} />}
      {meeting.mode !== "ONLINE" && <Here {...props} />}
    </div>
  );
}

function OpensAt({ meeting, small }: { meeting: MeetingView; small?: boolean }) {
  const t = useT();
  const locale = useLocale();
  const zone = zoneToShow(placeOf(meeting), meeting.zone);
  const today = dateInZone(meeting.joinsFrom, zone) === dateInZone(nowIso(), zone);
  const words = today
    ? t("session.joinOpens", { time: formatTime(meeting.joinsFrom, zone, locale) })
    : t("session.joinOpensOn", { when: formatWhen(meeting.joinsFrom, zone, locale) });
  if (small) return <p className="text-small text-ink-2">{words}</p>;
  return <p className="rounded-control bg-sunken px-4 py-3.5 text-center font-semibold text-ink-2">{words}</p>;
}

function JoinButton({ meeting, small }: { meeting: MeetingView; small?: boolean }) {
  const t = useT();
  const join = useJoinMeeting();
  return (
    <>
      <Button
        size={small ? "medium" : "large"}
        block
        pending={join.busy && t("meet.joining")}
        onPress={() => void join.run(meeting.id)}
      >
        {t("session.join")}
      </Button>
      {join.fault && (
        <p role="alert" className="text-small font-semibold text-rose">
          {join.fault}
        </p>
      )}
    </>
  );
}

function Here({ meeting }: { meeting: MeetingView }) {
  const t = useT();
  /** `null`: not yet. Whoever puts it off is back at the button they came from. */
  const [typing, setTyping] = useState<boolean | null>(null);
  if (came(meeting)) {
    return (
      <p
        role="status"
        className="rounded-control bg-accent-soft px-4 py-3.5 text-center font-semibold text-accent-soft-ink"
      >
        {t("meet.checkedIn")}
      </p>
    );
  }
  if (!typing) {
    return (
      <Button
        autoFocus={typing === false}
        size="large"
        block
        variant={meeting.mode === "HYBRID" ? "secondary" : "primary"}
        icon={<MapPin size={20} strokeWidth={1.75} aria-hidden />}
        onPress={() => setTyping(true)}
      >
        {t("meet.here")}
      </Button>
    );
  }
  return (
    <Suspense>
      <CheckInForm meetingId={meeting.id} onClose={() => setTyping(false)} />
    </Suspense>
  );
}
