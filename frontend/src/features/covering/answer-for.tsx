import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { Flow, SlotView } from "@/features/booking/flow";
import { otherTimesOf, type SessionView } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { useSlot } from "@/features/booking/use-slot";
import type { CoverChoice } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerForClient } from "./deeds";
import type { Answer } from "./page";

/** What they chose, and the time they picked when it is another one. */
function useChoosing(answer: Answer) {
  const t = useT();
  const say = useAnswerForClient();
  const { state, pick, drop, refused } = useSlot(say.clear);

  async function choose(choice: CoverChoice, startsAt?: string) {
    const outcome = await say.run({ input: { coverAnswerId: answer.id, choice, startsAt: startsAt ?? null } });
    if (outcome.ok) return void toast(t("desk.cover.noted", { name: answer.client.name }));
    if (startsAt) refused(outcome.problems);
  }
  return { say, state, choose, pick, drop };
}

/** Another time, with one of the two. */
type Other = "LATER" | "BACKUP";

/** After a call: what the client chose, written down by the center. `goesOn`: about another session of the same person. */
export function AnswerFor({ answer, session, goesOn }: { answer: Answer; session: SessionView; goesOn: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { say, state, choose, pick, drop } = useChoosing(answer);
  const [other, setOther] = useState<Other>();
  const { backup } = answer;
  // Of several sessions of one person each has buttons of its own name.
  const when = formatWhen(session.startsAt, session.zone, locale);
  const client = goesOn ? `${answer.client.name}, ${when}` : answer.client.name;
  const pending = say.pending && t("form.saving");
  // A time was picked with the one or the other.
  const toggle = (next: Other) => {
    drop();
    setOther(next === other ? undefined : next);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {!goesOn && <p className="text-small text-ink-2">{t("desk.cover.call", { name: client })}</p>}
      {say.error && <ErrorNotice error={say.error} title={t("form.notSaved")} />}
      {say.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      {backup && !answer.backupFree && (
        <p className="text-small text-ink-2">{t("desk.cover.backupBusy", { name: backup.name })}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {backup && answer.backupFree && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t("desk.cover.withBackupFor", { name: backup.name, client })}
            pending={pending}
            onPress={() => void choose("BACKUP")}
          >
            {t("desk.cover.withBackup", { name: backup.name })}
          </Button>
        )}
        {backup && (
          <Button
            size="small"
            variant="secondary"
            aria-expanded={other === "BACKUP"}
            aria-label={t("desk.cover.backupOtherFor", { name: backup.name, client })}
            onPress={() => toggle("BACKUP")}
          >
            {t("desk.cover.backupOther", { name: backup.name })}
          </Button>
        )}
        {answer.later && (
          <Button
            size="small"
            variant="secondary"
            aria-expanded={other === "LATER"}
            aria-label={t("desk.cover.laterFor", { name: client })}
            onPress={() => toggle("LATER")}
          >
            {t("desk.cover.later", { name: session.counselor.name })}
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={t("desk.cover.cancelFor", { name: client })}
          pending={pending}
          onPress={() => void choose("CANCEL")}
        >
          {t("desk.cover.cancel")}
        </Button>
      </div>
      {other && (
        <OtherTime
          key={other}
          session={session}
          person={other === "BACKUP" && backup ? backup : session.counselor}
          flow={state}
          pending={pending}
          onPick={pick}
          onChoose={(startsAt) => void choose(other, startsAt)}
        />
      )}
    </div>
  );
}

/** Another time, with the same person or with whoever stands in. */
function OtherTime(props: {
  session: SessionView;
  person: { id: string };
  flow: Flow;
  pending: string | false;
  onPick: (slot: SlotView) => void;
  onChoose: (startsAt: string) => void;
}) {
  const t = useT();
  const locale = useLocale();
  const { session } = props;
  const { slot } = props.flow;
  const times = otherTimesOf(session, props.person);
  return (
    <>
      <SlotPicker {...times} today={centerBoot().today} flow={props.flow} onPick={props.onPick} />
      {slot && (
        <Button pending={props.pending} onPress={() => props.onChoose(slot.startsAt)}>
          {t("move.confirm", { when: formatWhen(slot.startsAt, times.zone, locale) })}
        </Button>
      )}
    </>
  );
}
