import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { listClass, useMentoringWords } from "@/features/mentoring/words";
import NoteMeeting from "@/features/pair/note-meeting";
import type { MentorMeetingFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate, formatWhen } from "@/lib/time";
import { Button, Card, EmptyState } from "@/ui";
import { useSay } from "@/ui/deed";
import { useNoteMeeting, useTakeBackMeeting } from "./deeds-pair";

/** When the two met and for how long. Nothing of what was said. */
export function Meetings(props: {
  mentorshipId: string;
  startedAt?: string | null;
  meetings: readonly MentorMeetingFragment[];
  live: boolean;
  name: string;
}) {
  const t = useT();
  const [noting, setNoting] = useState(false);
  return (
    <section aria-labelledby="meetings" className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="meetings" className="text-h2">
        {t("mentoring.mine.part.meetings")}
      </h2>
      <p className="measure text-ink-2">{t("mentoring.mine.meetingsLead", { name: props.name })}</p>
      {props.live &&
        (noting ? (
          <NoteForm {...props} onDone={() => setNoting(false)} />
        ) : (
          <Button variant="secondary" className="justify-self-start" onPress={() => setNoting(true)}>
            {t("mentoring.mine.noteMeeting")}
          </Button>
        ))}
      {props.meetings.length === 0 ? (
        <EmptyState>{t("mentoring.mine.noMeetings")}</EmptyState>
      ) : (
        <ul aria-labelledby="meetings" className={listClass}>
          {props.meetings.map((meeting) => (
            <li key={meeting.id ?? meeting.startsAt ?? ""}>
              <Row meeting={meeting} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ meeting }: { meeting: MentorMeetingFragment }) {
  const t = useT();
  const locale = useLocale();
  const say = useSay();
  const words = useMentoringWords();
  const takeBack = useTakeBackMeeting();
  const { zone } = centerBoot().viewer;
  const when = meeting.startsAt ? formatWhen(meeting.startsAt, zone, locale) : formatDate(meeting.on, locale, "full");
  const { id } = meeting;
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
      <span className="min-w-0">
        <span className="font-semibold">{when}</span> · {words.minutes(meeting.minutes)}
      </span>
      {id && meeting.notedByMe && (
        <Button
          size="small"
          variant="quiet"
          aria-label={t("mentoring.mine.unnoteNamed", { when })}
          pending={takeBack.pending && t("form.saving")}
          onPress={() => void takeBack.run({ pairMeetingId: id }).then((outcome) => say(outcome, t("form.saved")))}
        >
          {t("mentoring.takeBack")}
        </Button>
      )}
    </div>
  );
}

function NoteForm(props: { mentorshipId: string; startedAt?: string | null; onDone: () => void }) {
  const t = useT();
  const note = useNoteMeeting();
  return (
    <Card labelledBy="note-meeting">
      <h3 id="note-meeting" className="mb-3 text-h3">
        {t("mentoring.mine.noteMeeting")}
      </h3>
      <NoteMeeting
        {...props}
        note={note}
        words={{
          day: t("staff.hours.date"),
          dayMissing: t("mentoring.mine.dayMissing"),
          minutes: t("mentoring.minutesLabel"),
          minutesMissing: t("mentoring.mine.minutesMissing"),
        }}
      />
    </Card>
  );
}
