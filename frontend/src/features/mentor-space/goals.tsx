import { Target } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useDay } from "@/features/mentoring/words";
import type { Drift, MentorGoalFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Button, Card, EmptyState } from "@/ui";
import { useSay } from "@/ui/deed";
import { TextField } from "@/ui/fields";
import { useComment } from "./deeds-pair";
import { DriftHints } from "./drift";
import { useDrift } from "./use-drift";

/** What the client wants to reach: theirs to make and finish. A mentor may say something to it. */
export function Goals(props: { goals: readonly MentorGoalFragment[]; live: boolean; name: string }) {
  const t = useT();
  return (
    <section aria-labelledby="goals" className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="goals" className="text-h2">
        {t("mentoring.mine.part.goals")}
      </h2>
      <p className="measure text-ink-2">{t("mentoring.mine.goalsLead", { name: props.name })}</p>
      {props.goals.length === 0 && (
        <EmptyState icon={<Target size={20} />}>{t("mentoring.mine.noGoals", { name: props.name })}</EmptyState>
      )}
      {props.goals.map((goal) => (
        <GoalCard key={goal.id} goal={goal} live={props.live} />
      ))}
    </section>
  );
}

function GoalCard({ goal, live }: { goal: MentorGoalFragment; live: boolean }) {
  const t = useT();
  const day = useDay();
  const locale = useLocale();
  const id = useId();
  return (
    <Card item labelledBy={id} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 id={id} className="flex flex-wrap items-center gap-2 text-h3 break-words">
        {goal.text}
        {goal.state !== "OPEN" && (
          <Badge tone={goal.state === "FINISHED" ? "good" : "neutral"}>
            {t(`mentoring.mine.goal.${goal.state as "FINISHED" | "LET_GO"}`)}
          </Badge>
        )}
      </h3>
      {goal.targetOn && (
        <p className="text-small text-ink-2">
          {t("mentoring.mine.goalBy", { day: formatDate(goal.targetOn, locale) })}
        </p>
      )}
      {goal.comments.length > 0 && (
        <ul aria-label={t("mentoring.mine.comments")} className="m-0 grid list-none gap-2 p-0">
          {goal.comments.map((comment) => (
            <li key={comment.id} className="rounded-control bg-sunken px-3 py-2">
              <p className="text-small text-ink-2">
                {comment.author.name} · {day(comment.createdAt)}
              </p>
              <p className="break-words whitespace-pre-line">{comment.body}</p>
            </li>
          ))}
        </ul>
      )}
      {live && <CommentForm goalId={goal.id} />}
    </Card>
  );
}

function CommentForm({ goalId }: { goalId: string }) {
  const t = useT();
  const say = useSay();
  const comment = useComment();
  const [body, setBody] = useState("");
  const [hints, setHints] = useState<readonly Drift[]>([]);
  const drift = useDrift(body);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!body.trim() || comment.pending) return;
    const outcome = await comment.run({ input: { goalId, body } });
    if (!say(outcome) || !outcome.ok) return;
    setHints(outcome.payload.hints.filter((hint) => !drift.told.includes(hint)));
    setBody("");
    drift.begin();
  }
  return (
    <form noValidate method="post" className="grid gap-2" onSubmit={(event) => void submit(event)}>
      <TextField
        multiline
        rows={2}
        label={t("mentoring.mine.comment")}
        value={body}
        onChange={setBody}
        maxLength={1000}
      />
      <DriftHints hints={drift.hints} onClose={drift.putAside} />
      <DriftHints sent hints={hints} onClose={() => setHints([])} />
      <Button
        type="submit"
        size="small"
        variant="secondary"
        className="justify-self-start"
        pending={comment.pending && t("form.saving")}
      >
        {t("mentoring.mine.sayIt")}
      </Button>
    </form>
  );
}
