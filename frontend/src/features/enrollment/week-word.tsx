import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { CheckInWord } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { dateInZone, nowIso, startOfWeek } from "@/lib/time";
import { Button } from "@/ui";
import { Fault } from "@/ui/fault";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useSayWeek } from "./actions";
import { type WayView, waits } from "./queries";

const words: readonly CheckInWord[] = ["STEADY", "HOPEFUL", "TIRED", "SHAKY", "NEED_SOMEBODY"];

/** How this week is, while one waits: one press, saved at once; another press says it anew. Words can be added, and changed. */
export function WeekWord({ way }: { way: WayView }) {
  const t = useT();
  const say = useSayWeek();
  const [pressed, setPressed] = useState<CheckInWord | null>(null);
  // Weeks are the center's.
  const monday = startOfWeek(dateInZone(nowIso(), centerBoot().center.zone), 1);
  const said = way.checkIns.find((one) => one.weekOf === monday);
  const now = (say.pending ? pressed : null) ?? said?.word;
  const [note, setNote] = useState(said?.note ?? "");
  async function run(word: CheckInWord) {
    setPressed(word);
    return await say.run({ input: { enrollmentId: way.id, word, note: note.trim() || null } });
  }
  async function keep(word: CheckInWord) {
    if ((await run(word)).ok) toast(t("way.weekNoteSaved"));
  }
  return (
    <div className="grid gap-2">
      <p id={`week-${way.id}`} className="font-semibold">
        {t("way.week")}
      </p>
      <fieldset aria-labelledby={`week-${way.id}`} className="m-0 flex flex-wrap gap-2 border-0 p-0">
        {words.map((word) => (
          <button
            key={word}
            type="button"
            aria-pressed={now === word}
            onClick={() => void run(word)}
            className={cx(
              "min-h-12 cursor-pointer rounded-full border-[1.5px] px-5 text-small font-semibold",
              now === word
                ? "border-iris bg-iris-soft text-iris-soft-ink"
                : "border-control bg-surface hover:bg-sunken",
            )}
          >
            {t(`way.word.${word}`)}
          </button>
        ))}
      </fieldset>
      <p role="status" className="measure text-small text-ink-2 empty:hidden">
        {now && t(now === "NEED_SOMEBODY" ? "way.weekSomebody" : "way.weekSaid")}
      </p>
      {said && (
        <div className="grid max-w-prose gap-2">
          <TextField
            multiline
            rows={2}
            label={`${t("way.weekNote")} (${t("form.optional")})`}
            hint={
              way.peer && waits(way.state)
                ? t("way.weekNoteHint", { name: way.peer.name })
                : t("way.weekNoteHintNobody")
            }
            value={note}
            onChange={setNote}
            maxLength={1000}
          />
          {note.trim() !== (said.note ?? "") && (
            <Button
              variant="secondary"
              className="justify-self-start"
              pending={say.pending && t("form.saving")}
              onPress={() => void keep(said.word)}
            >
              {t("way.weekNoteSave")}
            </Button>
          )}
        </div>
      )}
      <Fault of={say} />
    </div>
  );
}
