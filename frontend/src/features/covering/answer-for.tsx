import { useReducer, useState } from "react";
import { centerBoot } from "@/api/boot";
import { flow, startFlow } from "@/features/booking/flow";
import { type SessionView, zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { takenIn } from "@/features/booking/taken";
import type { CoverChoice } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerForClient } from "./deeds";
import type { Answer } from "./page";

/** After a call: what the client chose, written down by the center. */
export function AnswerFor({ answer, session }: { answer: Answer; session: SessionView }) {
  const t = useT();
  const locale = useLocale();
  const say = useAnswerForClient();
  const [later, setLater] = useState(false);
  const [state, step] = useReducer(flow, undefined, () => startFlow(newKey()));
  const zone = zoneToShow(session.place, session.zone);
  const { backup, client } = answer;
  const pending = say.pending && t("form.saving");

  async function choose(choice: CoverChoice, startsAt?: string) {
    const outcome = await say.run({ input: { coverAnswerId: answer.id, choice, startsAt: startsAt ?? null } });
    if (outcome.ok) return void toast(t("desk.cover.noted", { name: client.name }));
    const taken = takenIn(outcome.problems);
    if (taken && choice === "LATER") step({ type: "taken", alternatives: taken.alternatives, key: newKey() });
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-small text-ink-2">{t("desk.cover.call", { name: client.name })}</p>
      {say.error && <ErrorNotice error={say.error} title={t("form.notSaved")} />}
      {say.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <div className="flex flex-wrap gap-2">
        {backup && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t("desk.cover.withBackupFor", { name: backup.name, client: client.name })}
            pending={pending}
            onPress={() => void choose("BACKUP")}
          >
            {t("desk.cover.withBackup", { name: backup.name })}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          aria-expanded={later}
          aria-label={t("desk.cover.laterFor", { name: client.name })}
          onPress={() => setLater(!later)}
        >
          {t("desk.cover.later", { name: session.counselor.name })}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t("desk.cover.cancelFor", { name: client.name })}
          pending={pending}
          onPress={() => void choose("CANCEL")}
        >
          {t("desk.cover.cancel")}
        </Button>
      </div>
      {later && (
        <>
          <SlotPicker
            counselorId={session.counselor.id}
            minutes={session.minutes}
            zone={zone}
            today={centerBoot().today}
            place={t(session.place === "ONLINE" ? "session.online" : "session.inPerson")}
            flow={state}
            onPick={(slot) => {
              say.clear();
              step({ type: "pick", slot, key: newKey() });
            }}
          />
          {state.slot && (
            <Button pending={pending} onPress={() => state.slot && void choose("LATER", state.slot.startsAt)}>
              {t("move.confirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
