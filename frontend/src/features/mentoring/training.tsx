import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { SteerRecordTraining, stale } from "./deeds-mentors";
import { MinutesAndDay } from "./minutes-and-day";
import { listClass, useMentoringWords } from "./words";

type Trained = ReadonlyArray<{ competency: number; minutes: number }>;
export type Competency = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/** The twelve competencies of peer workers, with the time somebody was trained in each. */
export function TrainingList({ training }: { training: Trained }) {
  const t = useT();
  const words = useMentoringWords();
  const total = training.reduce((sum, one) => sum + one.minutes, 0);
  const begun = training.filter((one) => one.minutes > 0).length;
  return (
    <>
      <p className="measure text-ink-2">
        {t("mentoring.trainedIn", { count: begun, all: training.length })}
        {total > 0 && ` ${t("mentoring.trainedTotal", { time: words.minutes(total) })}`}
      </p>
      <ol aria-label={t("mentoring.part.training")} className={listClass}>
        {training.map((one) => (
          <li key={one.competency} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5">
            <span className="min-w-0 break-words">
              {one.competency}. {t(`mentoring.competency.${one.competency as Competency}`)}
            </span>
            <span className="tnum text-small text-ink-2">
              {one.minutes ? words.minutes(one.minutes) : t("mentoring.notYet")}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

export function Training(props: { mentorId: string; training: Trained }) {
  const t = useT();
  const [noting, setNoting] = useState(false);
  return (
    <section aria-labelledby="training" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="training" className="text-h2">
        {t("mentoring.part.training")}
      </h2>
      <TrainingList training={props.training} />
      <Button className="justify-self-start" variant="secondary" onPress={() => setNoting(true)}>
        {t("mentoring.noteTraining")}
      </Button>
      {noting && <NoteDialog {...props} onClose={() => setNoting(false)} />}
    </section>
  );
}

function NoteDialog(props: { mentorId: string; training: Trained; onClose: () => void }) {
  const t = useT();
  const { today } = centerBoot();
  const record = useAction(SteerRecordTraining, (data) => data.recordTraining, stale);
  const [competency, setCompetency] = useState(
    String(props.training.find((one) => one.minutes === 0)?.competency ?? 1),
  );
  const [minutes, setMinutes] = useState("60");
  const [heldOn, setHeldOn] = useState(today);
  return (
    <DeedDialog
      title={t("mentoring.noteTraining")}
      confirm={t("mentoring.add")}
      done={t("form.saved")}
      run={() =>
        record.run({
          input: {
            mentorId: props.mentorId,
            competency: Number(competency),
            minutes: Number(minutes) || 0,
            heldOn: heldOn || today,
          },
        })
      }
      onClose={props.onClose}
    >
      <NativeSelect
        id="competency"
        label={t("mentoring.competency")}
        value={competency}
        onChange={setCompetency}
        options={props.training.map((one) => ({
          id: String(one.competency),
          label: t(`mentoring.competency.${one.competency as Competency}`),
        }))}
      />
      <MinutesAndDay minutes={minutes} onMinutes={setMinutes} heldOn={heldOn} onHeldOn={setHeldOn} />
    </DeedDialog>
  );
}
