import { useState } from "react";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Card } from "@/ui";
import { useSay } from "@/ui/deed";
import { Segmented, Switch, TextField } from "@/ui/fields";
import { useSurvey } from "./deeds-pair";

const scale = ["1", "2", "3", "4", "5"] as const;

/** A look back for oneself and the center, once; nobody has to. */
export function Survey({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const say = useSay();
  const answer = useSurvey();
  const [heard, setHeard] = useState("");
  const [helped, setHelped] = useState("");
  const [again, setAgain] = useState(false);
  const [words, setWords] = useState("");
  if (pair.answeredSurvey) return <p className="text-ink-2">{t("mentoring.mine.surveyThanks")}</p>;
  const options = scale.map((id) => ({ id, label: t(`mentoring.mine.scale.${id}`) }));
  return (
    <Card labelledBy="survey" className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <h2 id="survey" className="text-h2">
        {t("mentoring.mine.survey")}
      </h2>
      <p className="measure text-ink-2">{t("mentoring.mine.surveyText")}</p>
      <Segmented label={t("mentoring.mine.surveyHeard")} options={options} value={heard} onChange={setHeard} />
      <Segmented label={t("mentoring.mine.surveyHelped")} options={options} value={helped} onChange={setHelped} />
      <Switch label={t("mentoring.mine.surveyAgain")} isSelected={again} onChange={setAgain} />
      <TextField
        multiline
        label={`${t("mentoring.mine.surveyWords")} (${t("form.optional")})`}
        value={words}
        onChange={setWords}
        maxLength={2000}
      />
      <Button
        className="justify-self-start"
        variant="secondary"
        isDisabled={!heard || !helped}
        pending={answer.pending && t("form.saving")}
        onPress={() =>
          void answer
            .run({
              input: {
                mentorshipId: pair.id,
                feltHeard: Number(heard),
                helped: Number(helped),
                wouldAgain: again,
                words,
              },
            })
            .then((outcome) => say(outcome, t("form.saved")))
        }
      >
        {t("mentoring.mine.surveySend")}
      </Button>
    </Card>
  );
}
