import { useState } from "react";
import * as v from "valibot";
import { centerBoot } from "@/api/boot";
import type { GoalState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatDate, formatDay } from "@/lib/time";
import { Badge, Button, Card, Fault } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { SaveRow } from "@/ui/save-row";
import { toast } from "@/ui/toaster";
import { useChangeGoal, useNewGoal, useSayToGoal, useSettleGoal } from "./actions";
import { type GoalView, lives, type PairView } from "./queries";

/** What this person wants to reach: theirs to make, change, finish and let go. */
export function Goals({ pair }: { pair: PairView }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const open = pair.goals.filter((goal) => goal.state === "OPEN");
  const settled = pair.goals.filter((goal) => goal.state !== "OPEN");
  const add = lives(pair);
  return (
    <div className="grid gap-5">
      <p className="measure text-ink-2">{t("walk.goalsText", { name: firstName(pair.mentor.name) })}</p>
      {pair.goals.length === 0 && <p className="measure text-ink-2">{t("walk.goalsNone")}</p>}
      {open.length > 0 && (
        <ul aria-label={t("walk.goalsOpen")} className="m-0 grid list-none gap-4 p-0">
          {open.map((goal) => (
            <li key={goal.id}>
              <Goal goal={goal} pair={pair} />
            </li>
          ))}
        </ul>
      )}
      {add &&
        (adding ? (
          <Card labelledBy="new-goal">
            <h2 id="new-goal" className="mb-3 text-h2">
              {t("walk.goalNew")}
            </h2>
            <GoalForm pairId={pair.id} onDone={() => setAdding(false)} />
          </Card>
        ) : (
          <Button
            variant={open.length ? "soft" : "primary"}
            className="justify-self-start"
            onPress={() => setAdding(true)}
          >
            {t("walk.goalAdd")}
          </Button>
        ))}
      {settled.length > 0 && (
        <section aria-labelledby="settled" className="grid gap-3">
          <h2 id="settled" className="text-h2">
            {t("walk.goalsSettled")}
          </h2>
          <ul aria-labelledby="settled" className="m-0 grid list-none gap-4 p-0">
            {settled.map((goal) => (
              <li key={goal.id}>
                <Goal goal={goal} pair={pair} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Goal({ goal, pair }: { goal: GoalView; pair: PairView }) {
  const [part, setPart] = useState<"change" | "say" | null>(null);
  const settle = useSettleGoal();
  if (part === "change") {
    return (
      <Card item>
        <GoalForm pairId={pair.id} goal={goal} onDone={() => setPart(null)} />
      </Card>
    );
  }
  return (
    <Card item>
      <div className="grid gap-3">
        <GoalWords goal={goal} />
        {part === "say" ? (
          <SayForm goalId={goal.id} onDone={() => setPart(null)} />
        ) : (
          <GoalDeeds
            goal={goal}
            settle={settle}
            onChange={() => setPart("change")}
            onSay={lives(pair) ? () => setPart("say") : undefined}
          />
        )}
        <Fault of={settle} />
      </div>
    </Card>
  );
}

/** What is wanted, until when, and what both said to it. */
function GoalWords({ goal }: { goal: GoalView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (
    <>
      <div className="grid gap-1">
        <p className="whitespace-pre-line break-words font-semibold">{goal.text}</p>
        <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
          {goal.state !== "OPEN" && (
            <Badge tone={goal.state === "FINISHED" ? "good" : "neutral"}>{t(`walk.goalState.${goal.state}`)}</Badge>
          )}
          {goal.state === "OPEN" && goal.targetOn && t("walk.goalBy", { day: formatDate(goal.targetOn, locale) })}
          {goal.settledAt && formatDay(goal.settledAt, zone, locale)}
        </p>
      </div>
      {goal.comments.length > 0 && (
        <ul aria-label={t("walk.goalSaid")} className="m-0 grid list-none gap-2 p-0">
          {goal.comments.map((comment) => (
            <li key={comment.id} className="rounded-control bg-sunken px-4 py-2.5 text-small">
              <span className="font-semibold">{comment.author.name}</span>
              <span className="text-ink-2"> · {formatDay(comment.createdAt, zone, locale)}</span>
              <p className="whitespace-pre-line break-words">{comment.body}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function GoalDeeds(props: {
  goal: GoalView;
  settle: ReturnType<typeof useSettleGoal>;
  onChange: () => void;
  onSay?: () => void;
}) {
  const t = useT();
  const { goal, settle } = props;
  const [settling, setSettling] = useState<GoalState | null>(null);
  async function become(state: GoalState) {
    setSettling(state);
    const outcome = await settle.run({ input: { goalId: goal.id, state } });
    if (outcome.ok && state !== "OPEN") toast(t(`walk.goalNow.${state}`));
  }
  const deed = (state: GoalState) => (
    <Button
      size="small"
      variant={state === "FINISHED" ? "soft" : "secondary"}
      pending={settle.pending && settling === state && t("form.saving")}
      onPress={() => void become(state)}
    >
      {t(`walk.goalBecome.${state}`)}
    </Button>
  );
  return (
    <div className="flex flex-wrap gap-2">
      {goal.state === "OPEN" ? (
        <>
          {deed("FINISHED")}
          <Button size="small" variant="secondary" onPress={props.onChange}>
            {t("walk.goalChange")}
          </Button>
          {deed("LET_GO")}
        </>
      ) : (
        deed("OPEN")
      )}
      {props.onSay && (
        <Button size="small" variant="quiet" onPress={props.onSay}>
          {t("walk.goalSay")}
        </Button>
      )}
    </div>
  );
}

type GoalValues = { text: string; targetOn: string };

function GoalForm(props: { pairId: string; goal?: GoalView; onDone: () => void }) {
  const t = useT();
  const { goal } = props;
  const create = useNewGoal();
  const change = useChangeGoal();
  const form = useServerForm<GoalValues>({
    schema: v.object({
      text: v.pipe(v.string(), v.trim(), v.nonEmpty(t("walk.goalMissing"))),
      targetOn: v.string(),
    }),
    values: { text: goal?.text ?? "", targetOn: goal?.targetOn ?? "" },
  });
  async function save(values: GoalValues) {
    const words = { text: values.text, targetOn: values.targetOn || null };
    const outcome = goal
      ? await change.run({ input: { goalId: goal.id, version: goal.version, ...words } })
      : await create.run({ input: { mentorshipId: props.pairId, ...words } });
    if (!form.take(outcome)) return;
    toast(t("form.saved"));
    props.onDone();
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText name="text" multiline autoFocus label={t("walk.goalText")} hint={t("walk.goalHint")} maxLength={500} />
      <FormText
        name="targetOn"
        type="date"
        className="max-w-60"
        label={`${t("walk.goalUntil")} (${t("form.optional")})`}
      />
      <SaveRow pending={create.pending || change.pending} onCancel={props.onDone} />
    </Form>
  );
}

function SayForm(props: { goalId: string; onDone: () => void }) {
  const t = useT();
  const say = useSayToGoal();
  const form = useServerForm({
    schema: v.object({ body: v.pipe(v.string(), v.trim(), v.nonEmpty(t("walk.sayMissing"))) }),
    values: { body: "" },
  });
  async function send(values: { body: string }) {
    if (form.take(await say.run({ input: { goalId: props.goalId, body: values.body } }))) props.onDone();
  }
  return (
    <Form form={form} onSubmit={send} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <FormText name="body" multiline autoFocus label={t("walk.goalSayLabel")} maxLength={1000} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" pending={say.pending && t("walk.sending")}>
          {t("walk.send")}
        </Button>
        <Button size="small" variant="quiet" onPress={props.onDone}>
          {t("form.cancel")}
        </Button>
      </div>
    </Form>
  );
}
