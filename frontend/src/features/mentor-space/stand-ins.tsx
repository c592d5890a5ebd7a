import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listClass } from "@/features/mentoring/words";
import type { MentorStandInsQuery } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { useAnswerStandIn } from "./deeds";
import { standIns } from "./queries";

type StandIn = MentorStandInsQuery["standIns"][number];

/** Would they stand in for somebody who rests? Nothing when nobody asks. A no needs no words, and nobody is told of it. */
export function StandInQuestions() {
  const t = useT();
  const open = useSuspenseQuery(standIns).data.standIns.filter((one) => !one.agreed);
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="stand-in-asked" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="stand-in-asked" className="text-h2">
        {t("mentoring.standIn.title")}
      </h2>
      <ul aria-labelledby="stand-in-asked" className="m-0 grid list-none gap-3 p-0">
        {open.map((one) => (
          <li key={one.mentor.id}>
            <Question one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Question({ one }: { one: StandIn }) {
  const t = useT();
  const say = useSay();
  const answer = useAnswerStandIn();
  const [said, setSaid] = useState<boolean>();
  const { id, name } = one.mentor;
  async function respond(yes: boolean) {
    setSaid(yes);
    const outcome = await answer.run({ input: { mentorId: id, yes } });
    say(outcome, t(yes ? "mentoring.standIn.saidYes" : "mentoring.standIn.saidNo", { name }));
  }
  return (
    <Card item className="grid grid-cols-[minmax(0,1fr)] gap-3" labelledBy={`stand-in-${id}`}>
      <h3 id={`stand-in-${id}`} className="text-h3 break-words">
        {t("mentoring.standIn.asks", { name })}
      </h3>
      <p className="measure text-ink-2">{t("mentoring.standIn.text", { name })}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          pending={answer.pending && said === true && t("form.saving")}
          isDisabled={answer.pending && said !== true}
          aria-label={t("mentoring.standIn.yesNamed", { name })}
          onPress={() => void respond(true)}
        >
          {t("mentoring.standIn.yes")}
        </Button>
        <Button
          variant="secondary"
          pending={answer.pending && said === false && t("form.saving")}
          isDisabled={answer.pending && said !== false}
          aria-label={t("mentoring.standIn.noNamed", { name })}
          onPress={() => void respond(false)}
        >
          {t("mentoring.mine.no")}
        </Button>
      </div>
    </Card>
  );
}

/** For whom one stands in, and the way out of it. Nothing when for nobody. */
export function StandsInFor() {
  const t = useT();
  const agreed = useSuspenseQuery(standIns).data.standIns.filter((one) => one.agreed);
  const [leaving, setLeaving] = useState<StandIn>();
  const answer = useAnswerStandIn();
  if (agreed.length === 0) return null;
  return (
    <section aria-labelledby="stands-in" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="stands-in" className="text-h2">
        {t("mentoring.standIn.for")}
      </h2>
      <ul aria-labelledby="stands-in" className={listClass}>
        {agreed.map((one) => (
          <li key={one.mentor.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <span className="min-w-0 break-words">{one.mentor.name}</span>
            <Button
              size="small"
              variant="quiet"
              aria-label={t("mentoring.standIn.stopNamed", { name: one.mentor.name })}
              onPress={() => setLeaving(one)}
            >
              {t("mentoring.standIn.stop")}
            </Button>
          </li>
        ))}
      </ul>
      {leaving && (
        <DeedDialog
          title={t("mentoring.standIn.stopTitle", { name: leaving.mentor.name })}
          text={t("mentoring.standIn.stopText")}
          confirm={t("mentoring.standIn.stop")}
          done={t("mentoring.standIn.stopped")}
          run={() => answer.run({ input: { mentorId: leaving.mentor.id, yes: false } })}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </section>
  );
}
