import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { steers, useMentoringWords } from "@/features/mentoring/words";
import { unmask } from "@/gql";
import type { StaffStoryFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { BackLink, Button, Card, Notice, PageHeader, Section } from "@/ui";
import { useSay } from "@/ui/deed";
import { useSubmit, useWithdraw } from "./deeds";
import { StoryStateBadge } from "./list-page";
import { oneStory, StaffStory } from "./queries";

// Most only read.
const ChangeStory = lazy(() => import("./story-form").then((module) => ({ default: module.ChangeStory })));
const ReviewDeeds = lazy(() => import("./story-review").then((module) => ({ default: module.ReviewDeeds })));

/** One text of the library: to read, to look at for others, or one's own to change and take back. */
export function StoryPage(props: { id: string }) {
  const t = useT();
  const masked = useSuspenseQuery(oneStory(props.id)).data.story;
  const [changing, setChanging] = useState(false);
  const back = <BackLink to="/mentorship/library">{t("mentoring.library")}</BackLink>;
  if (!masked) {
    return (
      <>
        <PageHeader title={t("mentoring.library")} back={back}>
          {t("mentoring.library")}
        </PageHeader>
        <Notice>{t("mentoring.lib.gone")}</Notice>
      </>
    );
  }
  const story = unmask(StaffStory, masked);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("mentoring.library")} back={back}>
        <span className="break-words">{story.title}</span>
      </PageHeader>
      {story.mine && story.reviewWords && (
        <Notice title={t("mentoring.lib.cameBack")}>
          <p className="break-words whitespace-pre-line">{story.reviewWords}</p>
        </Notice>
      )}
      {changing ? (
        <Section>
          <ChangeStory story={story} onDone={() => setChanging(false)} />
        </Section>
      ) : (
        <>
          <Text story={story} />
          {story.mine && <OwnDeeds story={story} onChange={() => setChanging(true)} />}
          {!story.mine && steers() && (
            <Suspense>
              <ReviewDeeds story={story} />
            </Suspense>
          )}
        </>
      )}
    </div>
  );
}

function Text({ story }: { story: StaffStoryFragment }) {
  const t = useT();
  const words = useMentoringWords();
  return (
    <Card className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
        <StoryStateBadge story={story} />
        {t(`mentoring.lib.kind.${story.kind}`)} · {words.language(story.language)}
      </p>
      <p lang={story.language} className="measure break-words whitespace-pre-line">
        {story.body}
      </p>
      <p className="text-small text-ink-2">
        {story.byline ? t("mentoring.lib.by", { name: story.byline }) : t("mentoring.lib.noName")}
      </p>
      {story.triggers.length > 0 && (
        <p className="text-small text-ink-2">
          {t("mentoring.lib.helpsWith", {
            what: story.triggers.map((one) => t(`mentoring.trigger.${one}`)).join(", "),
          })}
        </p>
      )}
    </Card>
  );
}

function OwnDeeds(props: { story: StaffStoryFragment; onChange: () => void }) {
  const t = useT();
  const say = useSay();
  const submit = useSubmit();
  const withdraw = useWithdraw();
  const { story } = props;
  const open = story.state === "DRAFT" || story.state === "WITHDRAWN";
  return (
    <div className="flex flex-wrap gap-2">
      {open && (
        <Button
          pending={submit.pending && t("form.saving")}
          onPress={() =>
            void submit.run({ storyId: story.id }).then((outcome) => say(outcome, t("mentoring.lib.handedIn")))
          }
        >
          {t("mentoring.lib.handIn")}
        </Button>
      )}
      <Button variant="secondary" onPress={props.onChange}>
        {t("mentoring.lib.change")}
      </Button>
      {story.state !== "WITHDRAWN" && (
        <Button
          variant="quiet"
          pending={withdraw.pending && t("form.saving")}
          onPress={() =>
            void withdraw.run({ storyId: story.id }).then((outcome) => say(outcome, t("mentoring.lib.withdrawn")))
          }
        >
          {t("mentoring.lib.withdraw")}
        </Button>
      )}
    </div>
  );
}
