import { type ReactNode, useId, useState } from "react";
import type { AddWalkCheckInMutation, Mood, SeenBy } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFocus } from "@/lib/use-focus";
import { Button, Fault } from "@/ui";
import { useAddCheckIn } from "./actions";
import { Company } from "./company";
import { MoodShape } from "./mood-shape";
import { highUrge, moods, seenBys } from "./moods";
import type { PairView } from "./queries";

const steps = ["mood", "urge", "kept", "note"] as const;
type Step = (typeof steps)[number];
type Sharing = Record<Step, SeenBy>;
type Draft = { mood: Mood | null; urge: number | null; kept: boolean | null; note: string; sharing: Sharing };
type Favourites = AddWalkCheckInMutation["addPairCheckIn"]["favourites"];

/** As last time; the first time for nobody else. */
function begun(pair: PairView): Draft {
  const last = pair.checkIns[0]?.sharing;
  const sharing: Sharing = {
    mood: last?.mood ?? "ME",
    urge: last?.urge ?? "ME",
    kept: last?.commitmentKept ?? "ME",
    note: last?.note ?? "ME",
  };
  return { mood: null, urge: null, kept: null, note: "", sharing };
}

/** What was said so far, and which question is asked. */
function useCheckIn(pair: PairView) {
  const [draft, setDraft] = useState(() => begun(pair));
  const [step, setStep] = useState<Step>("mood");
  const [turned, setTurned] = useState(false);
  const add = useAddCheckIn();
  async function save() {
    if (!draft.mood) {
      setStep("mood");
      return undefined;
    }
    return await add.run({
      input: {
        mentorshipId: pair.id,
        mood: draft.mood,
        urge: draft.urge,
        commitmentKept: draft.kept,
        note: draft.note.trim() || null,
        moodSeenBy: draft.sharing.mood,
        urgeSeenBy: draft.sharing.urge,
        commitmentKeptSeenBy: draft.sharing.kept,
        noteSeenBy: draft.sharing.note,
      },
    });
  }
  return {
    draft,
    say: (part: Partial<Draft>) => setDraft({ ...draft, ...part }),
    step,
    /** Another question than the first was on the screen. */
    turned,
    go: (to: Step | undefined) => {
      if (!to) return;
      setTurned(true);
      setStep(to);
    },
    hard: draft.mood === "HEAVY" || (draft.urge ?? 0) >= highUrge,
    add,
    save,
  };
}

/** How it is, one question at a time; all but the first can be left out. */
export function CheckInForm(props: {
  pair: PairView;
  helpHref: string;
  /** What follows: `hard` when company may be wanted. */
  onSaved: (said: { favourites: Favourites; hard: boolean }) => void;
}) {
  const t = useT();
  const checkIn = useCheckIn(props.pair);
  const { draft, say, step, hard } = checkIn;
  async function save() {
    const outcome = await checkIn.save();
    if (outcome?.ok) props.onSaved({ favourites: outcome.payload.favourites, hard });
  }
  return (
    <form
      method="post"
      className="grid grid-cols-[minmax(0,1fr)] gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.mood) void save();
      }}
    >
      <p className="text-small text-ink-2">{t("walk.step", { step: steps.indexOf(step) + 1, of: steps.length })}</p>
      <Question key={step} label={t(`walk.ask.${step}`)} focused={checkIn.turned}>
        {step === "mood" && <Moods chosen={draft.mood} onChoose={(mood) => say({ mood })} />}
        {step === "urge" && <Urge chosen={draft.urge} onChoose={(urge) => say({ urge })} />}
        {step === "kept" && <Kept chosen={draft.kept} onChoose={(kept) => say({ kept })} />}
        {step === "note" && <Note text={draft.note} onChange={(note) => say({ note })} />}
      </Question>
      {hard && (step === "mood" || step === "urge") && <Company helpHref={props.helpHref} />}
      <WhoSees
        name={step}
        value={draft.sharing[step]}
        onChange={(seenBy) => say({ sharing: { ...draft.sharing, [step]: seenBy } })}
      />
      <Fault of={checkIn.add} />
      <Onward checkIn={checkIn} />
    </form>
  );
}

/** Back, on to the next question, or saved with what was said. */
function Onward({ checkIn }: { checkIn: ReturnType<typeof useCheckIn> }) {
  const t = useT();
  const { draft, step, go, add } = checkIn;
  const at = steps.indexOf(step);
  const last = at === steps.length - 1;
  return (
    <div className="flex flex-wrap gap-2">
      {at > 0 && (
        <Button variant="secondary" onPress={() => go(steps[at - 1])}>
          {t("nav.back")}
        </Button>
      )}
      {!last && (
        <Button variant={at === 0 ? "primary" : "secondary"} isDisabled={!draft.mood} onPress={() => go(steps[at + 1])}>
          {t(at > 0 && isOpen(draft, step) ? "walk.skip" : "walk.next")}
        </Button>
      )}
      {draft.mood && (
        <Button type="submit" variant={at === 0 ? "secondary" : "primary"} pending={add.pending && t("form.saving")}>
          {t(last ? "form.save" : "walk.saveNow")}
        </Button>
      )}
    </div>
  );
}

const isOpen = (draft: Draft, step: Step) =>
  step === "urge" ? draft.urge === null : step === "kept" ? draft.kept === null : false;

/** A question that takes the place of another takes the focus along. */
function Question(props: { label: string; focused: boolean; children: ReactNode }) {
  return (
    <fieldset className="m-0 grid gap-2 border-0 p-0">
      <legend className="mb-2 p-0 text-h2">{props.focused ? <Focused>{props.label}</Focused> : props.label}</legend>
      {props.children}
    </fieldset>
  );
}

function Focused(props: { children: ReactNode }) {
  const box = useFocus<HTMLSpanElement>();
  return (
    <span ref={box} tabIndex={-1}>
      {props.children}
    </span>
  );
}

const row =
  "flex cursor-pointer items-center gap-4 rounded-control border-[1.5px] border-control bg-surface px-5 has-checked:border-iris has-checked:bg-iris-soft has-checked:text-iris-soft-ink has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus";

function Moods(props: { chosen: Mood | null; onChoose: (mood: Mood) => void }) {
  const t = useT();
  return (
    <>
      {moods.map((mood) => (
        <label key={mood} className={cx(row, "min-h-16")}>
          <input
            type="radio"
            name="mood"
            className="sr-only"
            checked={props.chosen === mood}
            onChange={() => props.onChoose(mood)}
          />
          <MoodShape mood={mood} />
          <span className="font-semibold">{t(`walk.mood.${mood}`)}</span>
        </label>
      ))}
    </>
  );
}

function Urge(props: { chosen: number | null; onChoose: (urge: number) => void }) {
  const t = useT();
  return (
    <>
      <p className="text-small text-ink-2">{t("walk.urgeHint")}</p>
      <div className="grid grid-cols-6 gap-2 sm:max-w-md">
        {Array.from({ length: 11 }, (_, urge) => urge).map((urge) => (
          <label key={urge} className={cx(row, "tnum min-h-12 justify-center px-0!")}>
            <input
              type="radio"
              name="urge"
              className="sr-only"
              checked={props.chosen === urge}
              onChange={() => props.onChoose(urge)}
            />
            <span className="font-semibold">{urge}</span>
          </label>
        ))}
      </div>
    </>
  );
}

function Kept(props: { chosen: boolean | null; onChoose: (kept: boolean) => void }) {
  const t = useT();
  return (
    <>
      {[true, false].map((kept) => (
        <label key={String(kept)} className={cx(row, "min-h-14")}>
          <input
            type="radio"
            name="kept"
            className="sr-only"
            checked={props.chosen === kept}
            onChange={() => props.onChoose(kept)}
          />
          <span className="font-semibold">{t(kept ? "walk.keptYes" : "walk.keptNo")}</span>
        </label>
      ))}
    </>
  );
}

function Note(props: { text: string; onChange: (text: string) => void }) {
  const t = useT();
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {t("walk.ask.note")}
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={2000}
        autoComplete="off"
        value={props.text}
        onChange={(event) => props.onChange(event.target.value)}
        className="w-full resize-y rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink"
      />
    </>
  );
}

/** Who may see this part: only oneself, unless one says otherwise. */
function WhoSees(props: { name: string; value: SeenBy; onChange: (seenBy: SeenBy) => void }) {
  const t = useT();
  return (
    <fieldset className="m-0 grid gap-1 border-0 p-0">
      <legend className="p-0 text-small font-semibold">{t("walk.seenBy")}</legend>
      {seenBys.map((seenBy) => (
        <label key={seenBy} className="flex min-h-11 cursor-pointer items-center gap-3 text-small">
          <input
            type="radio"
            name={`seen-${props.name}`}
            checked={props.value === seenBy}
            onChange={() => props.onChange(seenBy)}
            className="size-5 flex-none cursor-pointer accent-(--accent-solid)"
          />
          {t(`walk.seenBy.${seenBy}`)}
        </label>
      ))}
    </fieldset>
  );
}
