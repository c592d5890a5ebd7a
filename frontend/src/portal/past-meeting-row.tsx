import { Users } from "lucide-react";
import { wasThere } from "@/features/groups/parts";
import type { PastMeeting } from "@/features/groups/past";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";

/** A meeting one was noted in, with the parts of its note that are one's own to read. Needs `GroupTexts` around it. */
export function PastMeetingRow({ meeting }: { meeting: PastMeeting }) {
  const t = useT();
  const locale = useLocale();
  const { startsAt, zone, attendance, notes } = meeting;
  const came = wasThere(attendance?.status);
  return (
    <div className="flex gap-3.5 px-4 py-3">
      <span aria-hidden className="grid size-11 flex-none place-items-center rounded-control bg-sunken text-ink-3">
        <Users size={20} strokeWidth={1.75} />
      </span>
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        <p className="font-semibold first-letter:uppercase">{formatWhen(startsAt, zone, locale)}</p>
        <p className="text-small break-words text-ink-2">
          {meeting.groupName}
          {attendance &&
            ` · ${t(came ? "past.came" : attendance.status === "EXCUSED" ? "past.excused" : "past.missed")}`}
        </p>
        {notes.length > 0 && (
          <details>
            <summary className="inline-flex min-h-11 cursor-pointer items-center font-semibold text-accent underline decoration-1 underline-offset-3">
              {t("past.notes")}
            </summary>
            <div className="grid gap-3 pt-1 pb-2">
              {notes.map((note) => (
                <div key={`${note.shared}${note.body}`} className="grid gap-0.5">
                  <p className="text-small text-ink-2">{t(note.shared ? "pulse.noteShared" : "pulse.noteYours")}</p>
                  <p className="measure break-words whitespace-pre-line">{note.body}</p>
                  {note.namesLeftOut && <p className="text-small text-ink-2">{t("pulse.namesLeftOut")}</p>}
                </div>
              ))}
            </div>
          </details>
        )}
      </div>
    </div>
  );
}
