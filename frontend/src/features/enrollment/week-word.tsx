import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { CheckInWord } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { dateInZone, nowIso, startOfWeek } from "@/lib/time";
import { Fault } from "@/ui/fault";
import { useSayWeek } from "./actions";
import type { WayView } from "./queries";

const words: readonly CheckInWord[] = ["STEADY", "HOPEFUL", "TIRED", "SHAKY", "NEED_SOMEBODY"];

/** How this week is, while one waits: one press, saved at once; another press says it anew. */
export function WeekWord({ way }: { way: WayView }) {
  const t = useT();
  const say = useSayWeek();
  const [pressed, setPressed] = useState<CheckInWord | null>(null);
  // Weeks are the center's.
  const monday = startOfWeek(dateInZone(nowIso(), centerBoot().center.zone), 1);
  const said = way.checkIns.find((one) => one.weekOf === monday);
  const now = (say.pending ? pressed : null) ?? said?.word;
  async function run(word: CheckInWord) {
    setPressed(word);
    await say.run({ input: { enrollmentId: way.id, word, note: word === said?.word ? (said.note ?? null) : null } });
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
      <Fault of={say} />
    </div>
  );
}
