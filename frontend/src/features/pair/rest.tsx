import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { addDays, dateInZone, formatDay, instantOf, nowIso } from "@/lib/time";
import { Button, Card, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { usePauseWalk, useResumeWalk } from "./actions";
import type { PairView } from "./queries";

/** A rest: for a week, a few, or until one of the two takes it up again. Nobody asks why. */
export function Rest({ pair }: { pair: PairView }) {
  if (pair.mentorAway) return <Away pair={pair} />;
  if (pair.state === "PAUSED") return <Resting pair={pair} />;
  return pair.state === "ACTIVE" ? <TakeRest pair={pair} /> : null;
}

/** Nobody answers for now, and taking it up would reach nobody. Why, is the mentor's own. */
function Away({ pair }: { pair: PairView }) {
  const t = useT();
  return (
    <Card labelledBy="rest">
      <h2 id="rest" className="text-h2">
        {t("walk.away", { name: firstName(pair.mentor.name) })}
      </h2>
      <p className="mt-1 measure text-ink-2">{t("walk.awayText")}</p>
    </Card>
  );
}

function Resting({ pair }: { pair: PairView }) {
  const t = useT();
  const locale = useLocale();
  const resume = useResumeWalk();
  async function goOn() {
    if ((await resume.run({ mentorshipId: pair.id })).ok) toast(t("walk.goingOn"));
  }
  return (
    <Card labelledBy="rest">
      <h2 id="rest" className="text-h2">
        {t("walk.restNow")}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">
        {pair.pausedUntil
          ? t("walk.restUntil", { day: formatDay(pair.pausedUntil, centerBoot().viewer.zone, locale) })
          : t("walk.restOpen")}
      </p>
      <Button pending={resume.pending && t("form.saving")} onPress={() => void goOn()}>
        {t("walk.resume")}
      </Button>
      <Fault of={resume} />
    </Card>
  );
}

function TakeRest({ pair }: { pair: PairView }) {
  const t = useT();
  const { zone } = centerBoot().viewer;
  const pause = usePauseWalk();
  const [weeks, setWeeks] = useState<string>("");
  const name = firstName(pair.mentor.name);
  async function rest() {
    // Until the morning of a day, where this person is.
    const until = weeks && (await instantOf(`${addDays(dateInZone(nowIso(), zone), Number(weeks) * 7)}T08:00`, zone));
    const outcome = await pause.run({ input: { mentorshipId: pair.id, until: until || null } });
    if (outcome.ok) toast(t("walk.resting", { name }));
  }
  return (
    <Card labelledBy="rest">
      <h2 id="rest" className="text-h2">
        {t("walk.rest")}
      </h2>
      <p className="mt-1 mb-3 measure text-ink-2">{t("walk.restText", { name })}</p>
      <fieldset className="m-0 mb-4 grid gap-1 border-0 p-0">
        <legend className="sr-only">{t("walk.restHow")}</legend>
        {["1", "2", "4", ""].map((one) => (
          <label key={one} className="flex min-h-11 cursor-pointer items-center gap-3">
            <input
              type="radio"
              name="rest"
              checked={weeks === one}
              onChange={() => setWeeks(one)}
              className="size-6 flex-none cursor-pointer accent-(--accent-solid)"
            />
            {one ? t("walk.restWeeks", { weeks: Number(one) }) : t("walk.restUntilOne")}
          </label>
        ))}
      </fieldset>
      <Button variant="secondary" pending={pause.pending && t("form.saving")} onPress={() => void rest()}>
        {t("walk.restStart")}
      </Button>
      <Fault of={pause} />
    </Card>
  );
}
