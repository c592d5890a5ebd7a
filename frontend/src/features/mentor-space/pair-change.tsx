import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { GoodbyeFields, PairQuestion, useGoodbyeWords } from "@/features/mentoring/pair-question";
import type { EndReason, MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addDays, instantOf } from "@/lib/time";
import { Button, Card } from "@/ui";
import { useSay } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { useGoodbye, useHandOver, usePause, useResume, useStepBack } from "./deeds-pair";
import { ownPair } from "./queries";
import { Survey } from "./survey";

type Deed = "pause" | "stepBack" | "handOver" | "goodbye" | "goodbyeBack";

/** What a mentor can do about a pair as it stands, besides taking up what rests. */
function deedsOf(pair: MentorPairLineFragment): Deed[] {
  if (pair.state === "CLOSING") return pair.endedByMe ? [] : ["goodbyeBack"];
  const all: Array<Deed | false> = [
    pair.state === "ACTIVE" && "pause",
    (pair.state === "ACTIVE" || pair.state === "PAUSED") && "stepBack",
    pair.backupConsent && "handOver",
    "goodbye",
  ];
  return pair.state === "CLOSED" ? [] : all.filter((deed) => deed !== false);
}

/** A rest, less often, somebody else, a goodbye: whatever it is, it needs no excuse. */
export default function PairChange({ pair }: { pair: MentorPairLineFragment }) {
  const [deed, setDeed] = useState<Deed>();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {pair.state !== "CLOSED" && <Choices pair={pair} onDeed={setDeed} />}
      {(pair.state === "CLOSING" || (pair.state === "CLOSED" && !pair.lost)) && <Survey pair={pair} />}
      {deed && <ChangeDialog pair={pair} first={deed} onClose={() => setDeed(undefined)} />}
    </div>
  );
}

function Choices(props: { pair: MentorPairLineFragment; onDeed: (deed: Deed) => void }) {
  const t = useT();
  const say = useSay();
  const resume = useResume();
  const { pair } = props;
  return (
    <Card labelledBy="change" className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
      <h2 id="change" className="text-h2">
        {t("mentoring.mine.change")}
      </h2>
      {pair.state === "PAUSED" && (
        <Button
          className="justify-self-start"
          pending={resume.pending && t("form.saving")}
          onPress={() =>
            void resume.run({ mentorshipId: pair.id }).then((outcome) => say(outcome, t("mentoring.mine.resumed")))
          }
        >
          {t("mentoring.mine.do.resume")}
        </Button>
      )}
      {deedsOf(pair).map((one) => (
        <div key={one} className="grid justify-items-start gap-1">
          <Button variant="secondary" onPress={() => props.onDeed(one)}>
            {t(`mentoring.mine.do.${one}`)}
          </Button>
          <p className="text-small text-ink-2">
            {t(`mentoring.mine.doHint.${one === "goodbyeBack" ? "goodbye" : one}`)}
          </p>
        </div>
      ))}
    </Card>
  );
}

const lengths = ["", "7", "14", "30", "60"] as const;
const reasons: readonly EndReason[] = [
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
  "MENTOR_RESTS",
];

/** What is chosen about a deed, and the deed itself. */
function useDeeds(mentorshipId: string) {
  const [pause, stepBack, handOver, goodbye] = [usePause(), useStepBack(), useHandOver(), useGoodbye()];
  const { today, center } = centerBoot();
  return async (
    kind: Deed,
    days: string,
    words: { reason: EndReason; words: string; state: MentorPairLineFragment["state"] },
  ) => {
    if (kind === "stepBack") return stepBack.run({ mentorshipId });
    if (kind === "handOver") return handOver.run({ mentorshipId });
    if (kind !== "pause") return goodbye.run({ input: { mentorshipId, ...words } });
    const until = days ? await instantOf(`${addDays(today, Number(days))}T08:00:00`, center.zone) : null;
    return pause.run({ input: { mentorshipId, until } });
  };
}

function ChangeDialog(props: { pair: MentorPairLineFragment; first: Deed; onClose: () => void }) {
  const t = useT();
  const { pair } = props;
  const run = useDeeds(pair.id);
  const { refetch } = useQuery({ ...ownPair(pair.id), enabled: false });
  const [{ kind, seen }, setAsked] = useState({ kind: props.first, seen: pair.state });
  const [days, setDays] = useState("14");
  const goodbye = useGoodbyeWords("GOALS_REACHED");
  const { name } = pair.client;
  return (
    <PairQuestion
      now={pair.state}
      seen={seen}
      names={name}
      choices={deedsOf(pair).map((id) => ({ id, label: t(`mentoring.mine.do.${id}`) }))}
      onChoose={(next) => setAsked({ kind: next, seen: pair.state })}
      refresh={refetch}
      title={t(`mentoring.mine.do.${kind}`)}
      text={t(`mentoring.mine.doText.${kind}`, { name })}
      confirm={t(`mentoring.mine.do.${kind}`)}
      done={t(`mentoring.mine.doDone.${kind === "goodbyeBack" ? "goodbye" : kind}`)}
      run={() => run(kind, days, { reason: goodbye.reason, words: goodbye.words, state: seen })}
      onClose={props.onClose}
    >
      {kind === "pause" && (
        <NativeSelect
          id="pair-pause"
          label={t("mentoring.mine.howLong")}
          value={days}
          onChange={setDays}
          options={lengths.map((id) => ({
            id,
            label: id ? t("mentoring.mine.days", { count: Number(id) }) : t("mentoring.mine.untilUs"),
          }))}
        />
      )}
      {(kind === "goodbye" || (kind === "goodbyeBack" && goodbye.words)) && (
        <GoodbyeFields
          goodbye={goodbye}
          reasons={reasons}
          label={t("mentoring.mine.letter")}
          hint={t(
            pair.state === "CLOSING" || pair.state === "CLOSED" ? "mentoring.wordsUnsent" : "mentoring.mine.letterHint",
          )}
        />
      )}
    </PairQuestion>
  );
}
