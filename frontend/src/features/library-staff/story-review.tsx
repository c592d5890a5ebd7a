import { useState } from "react";
import type { StaffStoryFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice } from "@/ui";
import { DeedDialog, isOvertaken, useSay } from "@/ui/deed";
import { TextField } from "@/ui/fields";
import { useReview, useTakeDown } from "./deeds";

/** What others do with somebody's text: look at it before it is read, or take it down. */
export function ReviewDeeds({ story }: { story: StaffStoryFragment }) {
  return story.state === "PUBLISHED" ? <TakeDown story={story} /> : <Look story={story} />;
}

function Look({ story }: { story: StaffStoryFragment }) {
  const t = useT();
  const say = useSay();
  const review = useReview();
  const [giving, setGiving] = useState(false);
  const [words, setWords] = useState("");
  // As it is read here: what the author has changed meanwhile is not published with it.
  const read = { storyId: story.id, version: story.version };
  const changed = review.problems.some(isOvertaken);
  return (
    <div className="grid gap-3">
      {changed && (
        <Notice tone="attention" live>
          {t("mentoring.lib.changedMeanwhile")}
        </Notice>
      )}
      <p className="measure text-ink-2">{t("mentoring.lib.reviewText")}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          pending={review.pending && t("form.saving")}
          onPress={() =>
            void review.run({ input: { ...read, publish: true, words: "" } }).then((outcome) => {
              if (outcome.ok || !outcome.problems.some(isOvertaken)) say(outcome, t("mentoring.lib.published"));
            })
          }
        >
          {t("mentoring.lib.publish")}
        </Button>
        <Button variant="secondary" onPress={() => setGiving(true)}>
          {t("mentoring.lib.giveBack")}
        </Button>
      </div>
      {giving && (
        <DeedDialog
          title={t("mentoring.lib.giveBack")}
          text={t("mentoring.lib.giveBackText")}
          confirm={t("mentoring.lib.giveBack")}
          done={t("mentoring.lib.givenBack")}
          run={() => review.run({ input: { ...read, publish: false, words } })}
          onClose={() => setGiving(false)}
        >
          <Words value={words} onChange={setWords} />
        </DeedDialog>
      )}
    </div>
  );
}

function TakeDown({ story }: { story: StaffStoryFragment }) {
  const t = useT();
  const takeDown = useTakeDown();
  const [asked, setAsked] = useState(false);
  const [words, setWords] = useState("");
  return (
    <>
      <Button variant="quiet" className="justify-self-start" onPress={() => setAsked(true)}>
        {t("mentoring.lib.takeDown")}
      </Button>
      {asked && (
        <DeedDialog
          danger
          title={t("mentoring.lib.takeDown")}
          text={t("mentoring.lib.takeDownText")}
          confirm={t("mentoring.lib.takeDown")}
          done={t("mentoring.lib.takenDown")}
          run={() => takeDown.run({ input: { storyId: story.id, version: story.version, words } })}
          onClose={() => setAsked(false)}
        >
          <Words value={words} onChange={setWords} />
        </DeedDialog>
      )}
    </>
  );
}

function Words(props: { value: string; onChange: (words: string) => void }) {
  const t = useT();
  return (
    <TextField
      autoFocus
      multiline
      label={t("mentoring.lib.words")}
      hint={t("mentoring.lib.wordsHint")}
      maxLength={1000}
      {...props}
    />
  );
}
