import { useQuery } from "@tanstack/react-query";
import { Video } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import type { MeetingLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addMinutes, isPast } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button, Card } from "@/ui";
import {
  StaffAcceptDuty,
  StaffBeginMeeting,
  StaffDeclineDuty,
  StaffEndMeeting,
  StaffJoinMeeting,
  StaffOpenMeeting,
  StaffReleaseDuty,
  stale,
} from "./deeds-meeting";
import { doorOf } from "./queries-meeting";
import { DeedDialog, useSay } from "./say";

type Props = { meeting: MeetingLineFragment };

/** What can be done about the meeting now: who holds it, its doors, its beginning, its end. */
export function MeetingDeeds({ meeting }: Props) {
  useNow(15_000);
  const { state } = meeting;
  const running = !isPast(meeting.endsAt);
  if (state === "CANCELLED" || state === "HELD" || state === "NO_QUORUM") return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {!isPast(meeting.startsAt) && state !== "LIVE" && <Duty meeting={meeting} />}
      <div className="grid grid-cols-1 gap-2 sm:flex sm:flex-wrap">
        {running && <Doors meeting={meeting} />}
        {running && meeting.mode !== "IN_PERSON" && isPast(addMinutes(meeting.startsAt, -15)) && (
          <Join meeting={meeting} />
        )}
        {(state === "LIVE" || isPast(meeting.startsAt)) && <End meeting={meeting} />}
      </div>
    </div>
  );
}

/** "I can't hold this meeting": nobody asks why. And those who were asked say yes or no. */
function Duty({ meeting }: Props) {
  const t = useT();
  const say = useSay();
  const accept = useAction(StaffAcceptDuty, (data) => data.acceptDuty, stale);
  const decline = useAction(StaffDeclineDuty, (data) => data.declineDuty, stale);
  const release = useAction(StaffReleaseDuty, (data) => data.releaseDuty, stale);
  const [sure, setSure] = useState(false);
  const asked = meeting.myDuty?.state === "ASKED";
  const mine = meeting.holder?.me || meeting.myDuty?.state === "PLANNED" || meeting.myDuty?.state === "ACCEPTED";
  const input = { meetingId: meeting.id };
  return (
    <Card tight className="grid gap-3">
      <p>
        {meeting.holder
          ? t(meeting.holder.me ? "staff.meeting.youHold" : "staff.meeting.holds", { name: meeting.holder.alias })
          : t("staff.meeting.nobodyHolds")}
      </p>
      <div className="grid grid-cols-1 gap-2 empty:hidden sm:flex sm:flex-wrap">
        {(asked || !meeting.holder) && (
          <Button
            className="min-h-12"
            pending={accept.pending && t("form.saving")}
            onPress={() => void accept.run(input).then((outcome) => say(outcome, t("staff.meeting.accepted")))}
          >
            {t("staff.meeting.accept")}
          </Button>
        )}
        {asked && (
          <Button
            className="min-h-12"
            variant="secondary"
            pending={decline.pending && t("form.saving")}
            onPress={() => void decline.run(input).then((outcome) => say(outcome, t("staff.meeting.declined")))}
          >
            {t("staff.meeting.decline")}
          </Button>
        )}
        {mine && (
          <Button className="min-h-12" variant="secondary" onPress={() => setSure(true)}>
            {t("staff.meeting.release")}
          </Button>
        )}
      </div>
      {sure && (
        <DeedDialog
          title={t("staff.meeting.release")}
          text={t("staff.meeting.releaseText")}
          confirm={t("staff.meeting.releaseNow")}
          done={t("staff.meeting.released")}
          run={() => release.run(input)}
          onClose={() => setSure(false)}
        />
      )}
    </Card>
  );
}

function Doors({ meeting }: Props) {
  const t = useT();
  const say = useSay();
  const open = useAction(StaffOpenMeeting, (data) => data.openMeeting, stale);
  const begin = useAction(StaffBeginMeeting, (data) => data.beginMeeting, stale);
  const input = { meetingId: meeting.id };
  // Doors open an hour before at the earliest, and it begins with people there.
  const doors = meeting.state === "SCHEDULED" && isPast(addMinutes(meeting.startsAt, -60));
  const soon = isPast(addMinutes(meeting.startsAt, -15)) && meeting.state !== "LIVE";
  return (
    <>
      {soon && (
        <Button
          className="min-h-13"
          pending={begin.pending && t("form.saving")}
          onPress={() => void begin.run(input).then((outcome) => say(outcome))}
        >
          {t("staff.meeting.begin")}
        </Button>
      )}
      {doors && (
        <Button
          className="min-h-13"
          variant="secondary"
          pending={open.pending && t("form.saving")}
          onPress={() => void open.run(input).then((outcome) => say(outcome))}
        >
          {t("staff.meeting.open")}
        </Button>
      )}
    </>
  );
}

function Join({ meeting }: Props) {
  const t = useT();
  const say = useSay();
  const join = useAction(StaffJoinMeeting, (data) => data.joinMeeting);
  async function run() {
    // Opened with the press: later the browser would take it for a pop-up.
    const tab = window.open("", "_blank");
    const outcome = await join.run({ meetingId: meeting.id });
    const url = outcome.ok ? outcome.payload.url : null;
    if (say(outcome) && url && tab) {
      tab.opener = null;
      tab.location.href = url;
    } else if (url) window.location.assign(url);
    else tab?.close();
  }
  return (
    <Button
      className="min-h-13"
      variant="secondary"
      icon={<Video size={18} aria-hidden />}
      pending={join.pending && t("form.saving")}
      onPress={() => void run()}
    >
      {t("staff.meeting.join")}
    </Button>
  );
}

function End({ meeting }: Props) {
  const t = useT();
  const end = useAction(StaffEndMeeting, (data) => data.endMeeting, stale);
  const [how, setHow] = useState<"held" | "few">();
  return (
    <>
      <Button className="min-h-13" variant="secondary" onPress={() => setHow("held")}>
        {t("staff.meeting.end")}
      </Button>
      {meeting.state !== "LIVE" && (
        <Button className="min-h-13" variant="secondary" onPress={() => setHow("few")}>
          {t("staff.meeting.fewCame")}
        </Button>
      )}
      {how && (
        <DeedDialog
          title={t(how === "held" ? "staff.meeting.endTitle" : "staff.meeting.fewTitle")}
          text={t(how === "held" ? "staff.meeting.endText" : "staff.meeting.fewText")}
          confirm={t(how === "held" ? "staff.meeting.end" : "staff.meeting.fewCame")}
          run={() => end.run({ input: { meetingId: meeting.id, held: how === "held" } })}
          onClose={() => setHow(undefined)}
        >
          {meeting.state === "LIVE" && (
            <Button
              className="justify-self-start"
              variant="quiet"
              onPress={() => setHow(how === "held" ? "few" : "held")}
            >
              {t(how === "held" ? "staff.meeting.ratherFew" : "staff.meeting.ratherHeld")}
            </Button>
          )}
        </DeedDialog>
      )}
    </>
  );
}

/** Four digits, to be read across a room, and how many are in it. */
export function DoorCode(props: { meetingId: string }) {
  const t = useT();
  const door = useQuery({ ...doorOf(props.meetingId), refetchInterval: 15_000 }).data?.meeting?.door;
  if (!door) return null;
  return (
    <section
      aria-label={t("staff.sheet.code")}
      className="flex flex-wrap items-center justify-between gap-x-6 rounded-card border border-line bg-surface px-5 py-3"
    >
      <span className="grid">
        <span className="font-semibold">{t("staff.sheet.code")}</span>
        <span className="text-small text-ink-2">
          {t("staff.roster.count", { came: door.came, expected: door.expected })}
        </span>
      </span>
      <span className="tnum text-[2.5rem]/[3rem] font-[650] tracking-[0.12em]">{door.code}</span>
    </section>
  );
}
