import { useState } from "react";
import { useT } from "@/i18n";
import { Badge, Button, Fault, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useSubmitStory, useWithdrawStory } from "./actions";
import type { ToolView } from "./parts";

const tones = { DRAFT: "neutral", IN_REVIEW: "info", PUBLISHED: "good", WITHDRAWN: "neutral" } as const;

export function StoryState({ story }: { story: ToolView }) {
  const t = useT();
  return <Badge tone={tones[story.state]}>{t(`tool.state.${story.state}`)}</Badge>;
}

/** What the author can do: hand it in, take it back; what was said when it came back. */
export function OwnStory({ story }: { story: ToolView }) {
  const t = useT();
  const submit = useSubmitStory();
  const withdraw = useWithdrawStory();
  const [asked, setAsked] = useState(false);
  async function handIn() {
    if ((await submit.run({ storyId: story.id })).ok) toast(t("tool.handedIn"));
  }
  async function takeBack() {
    if (!(await withdraw.run({ storyId: story.id })).ok) return;
    setAsked(false);
    toast(t("tool.withdrawn"));
  }
  const canSubmit = story.state === "DRAFT" || story.state === "WITHDRAWN";
  return (
    <div className="grid gap-3">
      {story.reviewWords && story.state === "DRAFT" && (
        <Notice tone="attention" title={t("tool.givenBack")}>
          <p className="whitespace-pre-line break-words">{story.reviewWords}</p>
        </Notice>
      )}
      <p className="measure text-small text-ink-2">{t(`tool.stateText.${story.state}`)}</p>
      <div className="flex flex-wrap gap-2">
        {canSubmit && (
          <Button pending={submit.pending && t("form.saving")} onPress={() => void handIn()}>
            {t("tool.handIn")}
          </Button>
        )}
        {story.state !== "WITHDRAWN" &&
          (asked ? (
            <>
              <Button variant="danger" pending={withdraw.pending && t("form.saving")} onPress={() => void takeBack()}>
                {t("tool.withdrawYes")}
              </Button>
              <Button autoFocus variant="secondary" onPress={() => setAsked(false)}>
                {t("form.cancel")}
              </Button>
            </>
          ) : (
            <Button variant="secondary" onPress={() => setAsked(true)}>
              {t("tool.withdraw")}
            </Button>
          ))}
      </div>
      <Fault of={submit} />
      <Fault of={withdraw} />
    </div>
  );
}
