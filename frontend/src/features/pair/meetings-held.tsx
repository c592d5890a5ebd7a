import { lazy, Suspense, useState } from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDate, formatWhen } from "@/lib/time";
import { Button, Card, Fault } from "@/ui";
import { useNoteMeeting, useTakeBackMeeting } from "./actions";
import { lives, type MeetingHeld, type PairView } from "./queries";

const shown = 5;
/** Forms come when somebody writes. */
const NoteMeeting = lazy(() => import("./note-meeting"));

/** When the two met and for how long; nothing of what was said. */
export function MeetingsHeld({ pair }: { pair: PairView }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const [noting, setNoting] = useState(false);
  const note = useNoteMeeting();
  const { meetings } = pair;
  if (meetings.length === 0 && !lives(pair)) return null;
  return (
    <Card labelledBy="held">
      <h2 id="held" className="text-h2">
        {t("walk.held")}
      </h2>
      <p className="mt-1 mb-3 measure text-ink-2">
        {t(meetings.length ? "walk.heldText" : "walk.heldNone", { name: firstName(pair.mentor.name) })}
      </p>
      {meetings.length > 0 && (
        <ul aria-labelledby="held" className="m-0 mb-3 list-none divide-y divide-line p-0">
          {(all ? meetings : meetings.slice(0, shown)).map((meeting) => (
            <li key={meeting.id ?? meeting.startsAt ?? ""}>
              <Row meeting={meeting} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {!all && meetings.length > shown && (
          <Button size="small" variant="quiet" onPress={() => setAll(true)}>
            {t("walk.heldAll", { count: meetings.length })}
          </Button>
        )}
        {lives(pair) && !noting && (
          <Button size="small" variant="secondary" onPress={() => setNoting(true)}>
            {t("walk.heldNote")}
          </Button>
        )}
      </div>
      {noting && (
        <Suspense>
          <NoteMeeting
            mentorshipId={pair.id}
            startedAt={pair.startedAt}
            note={note}
            words={{
              day: t("walk.heldDay"),
              dayMissing: t("walk.heldDayMissing"),
              minutes: t("walk.heldLength"),
              minutesMissing: t("walk.heldMinutesMissing"),
            }}
            onDone={() => setNoting(false)}
          />
        </Suspense>
      )}
    </Card>
  );
}

function Row({ meeting }: { meeting: MeetingHeld }) {
  const t = useT();
  const locale = useLocale();
  const takeBack = useTakeBackMeeting();
  const { zone } = centerBoot().viewer;
  const when = meeting.startsAt ? formatWhen(meeting.startsAt, zone, locale) : formatDate(meeting.on, locale, "full");
  const { id } = meeting;
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5">
      <span className="min-w-0">
        <span className="font-semibold">{when}</span> · {t("walk.heldMinutes", { count: meeting.minutes })}
      </span>
      {id && meeting.notedByMe && (
        <Button
          size="small"
          variant="quiet"
          aria-label={t("walk.heldBackNamed", { when })}
          pending={takeBack.pending && t("form.saving")}
          onPress={() => void takeBack.run({ pairMeetingId: id })}
        >
          {t("walk.heldBack")}
        </Button>
      )}
      <Fault of={takeBack} />
    </div>
  );
}
