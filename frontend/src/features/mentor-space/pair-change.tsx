import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { EndReason, MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addDays, instantOf } from "@/lib/time";
import { Button, Card } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { NativeSelect, TextField } from "@/ui/fields";
import { useGoodbye, useHandOver, usePause, useResume, useStepBack } from "./deeds-pair";
import { Survey } from "./survey";

type Deed = "pause" | "stepBack" | "handOver" | "goodbye";
type Props = { pair: MentorPairLineFragment; onClose: () => void };

/** A rest, less often, somebody else, a goodbye: whatever it is, it needs no excuse. */
export function PairChange({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const say = useSay();
  const resume = useResume();
  const [deed, setDeed] = useState<Deed>();
  const close = () => setDeed(undefined);
  const can: Deed[] = [
    ...(pair.state === "ACTIVE" ? (["pause"] as const) : []),
    ...(pair.state === "ACTIVE" || pair.state === "PAUSED" ? (["stepBack"] as const) : []),
    ...(pair.backupConsent && pair.state !== "CLOSING" ? (["handOver"] as const) : []),
    ...(pair.state === "CLOSING" && pair.endedByMe ? [] : (["goodbye"] as const)),
  ];
  if (pair.state === "CLOSED") return <Survey pair={pair} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
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
            {t("mentoring.mine.resume")}
          </Button>
        )}
        {can.map((one) => (
          <div key={one} className="grid justify-items-start gap-1">
            <Button variant="secondary" onPress={() => setDeed(one)}>
              {t(
                one === "goodbye" && pair.state === "CLOSING"
                  ? "mentoring.mine.goodbyeBack"
                  : `mentoring.mine.do.${one}`,
              )}
            </Button>
            <p className="text-small text-ink-2">{t(`mentoring.mine.doHint.${one}`)}</p>
          </div>
        ))}
      </Card>
      {pair.state === "CLOSING" && <Survey pair={pair} />}
      {deed === "pause" && <PauseDialog pair={pair} onClose={close} />}
      {deed === "stepBack" && <StepBackDialog pair={pair} onClose={close} />}
      {deed === "handOver" && <HandOverDialog pair={pair} onClose={close} />}
      {deed === "goodbye" && <GoodbyeDialog pair={pair} onClose={close} />}
    </div>
  );
}

const lengths = ["", "7", "14", "30", "60"] as const;

function PauseDialog({ pair, onClose }: Props) {
  const t = useT();
  const pause = usePause();
  const [days, setDays] = useState<string>("14");
  const { today, center } = centerBoot();
  return (
    <DeedDialog
      title={t("mentoring.mine.do.pause")}
      text={t("mentoring.mine.pausePairText", { name: pair.client.name })}
      confirm={t("mentoring.mine.do.pause")}
      done={t("form.saved")}
      run={async () => {
        const until = days ? await instantOf(`${addDays(today, Number(days))}T08:00:00`, center.zone) : null;
        return pause.run({ input: { mentorshipId: pair.id, until } });
      }}
      onClose={onClose}
    >
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
    </DeedDialog>
  );
}

function StepBackDialog({ pair, onClose }: Props) {
  const t = useT();
  const stepBack = useStepBack();
  return (
    <DeedDialog
      title={t("mentoring.mine.do.stepBack")}
      text={t("mentoring.mine.stepBackText", { name: pair.client.name })}
      confirm={t("mentoring.mine.do.stepBack")}
      done={t("form.saved")}
      run={() => stepBack.run({ mentorshipId: pair.id })}
      onClose={onClose}
    />
  );
}

function HandOverDialog({ pair, onClose }: Props) {
  const t = useT();
  const handOver = useHandOver();
  return (
    <DeedDialog
      title={t("mentoring.mine.do.handOver")}
      text={t("mentoring.mine.handOverText", { name: pair.client.name })}
      confirm={t("mentoring.mine.do.handOver")}
      done={t("mentoring.handedOver")}
      run={() => handOver.run({ mentorshipId: pair.id })}
      onClose={onClose}
    />
  );
}

const reasons: readonly EndReason[] = [
  "GOALS_REACHED",
  "TIME_IS_UP",
  "NEEDS_CHANGED",
  "NO_FIT",
  "MOVED",
  "MENTOR_RESTS",
];

function GoodbyeDialog({ pair, onClose }: Props) {
  const t = useT();
  const goodbye = useGoodbye();
  const back = pair.state === "CLOSING";
  const [reason, setReason] = useState<EndReason>("GOALS_REACHED");
  const [words, setWords] = useState("");
  return (
    <DeedDialog
      title={t(back ? "mentoring.mine.goodbyeBack" : "mentoring.mine.do.goodbye")}
      text={t(back ? "mentoring.mine.goodbyeBackText" : "mentoring.mine.goodbyeText", { name: pair.client.name })}
      confirm={t(back ? "mentoring.mine.goodbyeBack" : "mentoring.mine.do.goodbye")}
      done={t("mentoring.mine.goodbyeDone")}
      run={() => goodbye.run({ input: { mentorshipId: pair.id, reason, words } })}
      onClose={onClose}
    >
      {!back && (
        <>
          <NativeSelect
            id="goodbye-reason"
            label={t("mentoring.endReason")}
            value={reason}
            onChange={(next) => setReason(next as EndReason)}
            options={reasons.map((id) => ({ id, label: t(`mentoring.reason.${id}`) }))}
          />
          <TextField
            multiline
            label={`${t("mentoring.mine.letter")} (${t("form.optional")})`}
            hint={t("mentoring.mine.letterHint")}
            value={words}
            onChange={setWords}
            maxLength={2000}
          />
        </>
      )}
    </DeedDialog>
  );
}
