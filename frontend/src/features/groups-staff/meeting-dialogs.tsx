import { useState } from "react";
import { useAction } from "@/api/action";
import { modes, useGroupWords } from "@/features/groups/words";
import type { MeetingLineFragment, MeetingMode } from "@/gql/graphql";
import { useT } from "@/i18n";
import { NativeSelect, TextField } from "@/ui/fields";
import { StaffCancelMeeting, StaffChangeMeeting, StaffRestoreMeeting, stale } from "./deeds-meeting";
import { DeedDialog } from "./say";
import { useMeetingWhen } from "./words";

export type MeetingDeed = "change" | "cancel" | "endSeries" | "restore";
type Props = { meeting: MeetingLineFragment; onClose: () => void };

export function MeetingDialog(props: Props & { deed: MeetingDeed }) {
  if (props.deed === "change") return <ChangeDialog {...props} />;
  if (props.deed === "restore") return <RestoreDialog {...props} />;
  return <CancelDialog {...props} following={props.deed === "endSeries"} />;
}

/** Changes this one; the rest of the series stays. */
function ChangeDialog({ meeting, onClose }: Props) {
  const t = useT();
  const words = useGroupWords();
  const change = useAction(StaffChangeMeeting, (data) => data.changeMeeting, stale);
  const [date, setDate] = useState(meeting.localStart.slice(0, 10));
  const [time, setTime] = useState(meeting.localStart.slice(11, 16));
  const [minutes, setMinutes] = useState(String(meeting.minutes));
  const [mode, setMode] = useState<string>(meeting.mode);
  const [topic, setTopic] = useState(meeting.topic ?? "");
  const [location, setLocation] = useState(meeting.location ?? "");
  const [joinUrl, setJoinUrl] = useState("");
  const moved = `${date}T${time}` !== meeting.localStart.slice(0, 16);
  return (
    <DeedDialog
      title={t("staff.meeting.changeTitle")}
      text={t("staff.meeting.changeText")}
      confirm={t("form.save")}
      done={t("staff.meeting.changed")}
      run={() =>
        change.run({
          input: {
            meetingId: meeting.id,
            version: meeting.version,
            ...(moved && date && time ? { localStart: `${date}T${time}` } : {}),
            ...(Number(minutes) === meeting.minutes ? {} : { minutes: Number(minutes) || 0 }),
            ...(mode === meeting.mode ? {} : { mode: mode as MeetingMode }),
            ...(topic === (meeting.topic ?? "") ? {} : { topic }),
            ...(mode !== "IN_PERSON" && joinUrl.trim() ? { joinUrl: joinUrl.trim() } : {}),
            ...(location === (meeting.location ?? "") ? {} : { location }),
          },
        })
      }
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField type="date" label={t("staff.hours.date")} value={date} onChange={setDate} />
        <TextField type="time" label={t("staff.cal.time")} value={time} onChange={setTime} />
        <TextField
          inputMode="numeric"
          label={t("staff.groups.minutes")}
          value={minutes}
          onChange={(text) => setMinutes(text.replace(/\D/g, "").slice(0, 3))}
        />
      </div>
      <NativeSelect
        id="meeting-mode"
        label={t("staff.groups.mode")}
        value={mode}
        onChange={setMode}
        options={modes.map((id) => ({ id, label: words.mode(id) }))}
      />
      {mode !== "ONLINE" && (
        <TextField label={t("staff.groups.location")} value={location} onChange={setLocation} maxLength={300} />
      )}
      {mode !== "IN_PERSON" && (
        <TextField
          inputMode="url"
          label={`${t("staff.meeting.joinUrl")} (${t("form.optional")})`}
          hint={t("staff.meeting.joinUrlHint")}
          value={joinUrl}
          onChange={setJoinUrl}
          maxLength={500}
        />
      )}
      <TextField
        label={t("staff.meeting.topic")}
        hint={t("staff.meeting.topicHint")}
        value={topic}
        onChange={setTopic}
        maxLength={200}
      />
    </DeedDialog>
  );
}

function CancelDialog({ meeting, following, onClose }: Props & { following: boolean }) {
  const t = useT();
  const when = useMeetingWhen();
  const cancel = useAction(StaffCancelMeeting, (data) => data.cancelMeeting, stale);
  const [reason, setReason] = useState("");
  const words = following ? "endSeries" : "cancel";
  return (
    <DeedDialog
      danger
      title={t(`staff.meeting.${words}Title`, { when: when(meeting) })}
      text={t(`staff.meeting.${words}Text`)}
      confirm={t(`staff.meeting.deed.${words}`)}
      done={t(`staff.meeting.${words}Done`)}
      run={() => cancel.run({ input: { meetingId: meeting.id, version: meeting.version, reason, following } })}
      onClose={onClose}
    >
      <TextField
        label={`${t("staff.cancel.reason")} (${t("form.optional")})`}
        hint={t("staff.meeting.reasonHint")}
        value={reason}
        onChange={setReason}
        maxLength={300}
      />
    </DeedDialog>
  );
}

function RestoreDialog({ meeting, onClose }: Props) {
  const t = useT();
  const when = useMeetingWhen();
  const restore = useAction(StaffRestoreMeeting, (data) => data.restoreMeeting, stale);
  return (
    <DeedDialog
      title={t("staff.meeting.restoreTitle", { when: when(meeting) })}
      text={t("staff.meeting.restoreText")}
      confirm={t("staff.meeting.deed.restore")}
      done={t("staff.meeting.restoreDone")}
      run={() => restore.run({ meetingId: meeting.id, version: meeting.version })}
      onClose={onClose}
    />
  );
}
