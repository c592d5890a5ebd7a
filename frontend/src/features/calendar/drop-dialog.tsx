import { useState } from "react";
import { problemOf } from "@/api/problems";
import { useMove } from "@/features/booking/actions";
import type { SessionView } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatWhen } from "@/lib/time";
import { Button, ErrorNotice, Notice } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { CloseTimes } from "./close-times";

export type Drop = { session: SessionView; startsAt: string };

/** A dropped session is moved only after a yes: the client gets a mail about it. */
export function DropDialog(props: { drop: Drop; zone: string; onClose: () => void }) {
  const t = useT();
  const locale = useLocale();
  const move = useMove();
  const keyOf = useAttemptKey();
  const { session } = props.drop;
  const [startsAt, setStartsAt] = useState(props.drop.startsAt);
  const when = formatWhen(startsAt, props.zone, locale);
  const taken = problemOf(move.problems, "SlotTaken");
  const other = move.problems.find((problem) => problem !== taken);

  async function confirm() {
    const wanted = { sessionId: session.id, version: session.version, startsAt };
    const outcome = await move.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!outcome.ok) return;
    toast(t("move.done", { when }));
    props.onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && props.onClose()}
      title={t("staff.drop.title", { name: session.client.name })}
    >
      <p className="text-ink-2">
        {t("staff.drop.text", {
          before: formatWhen(session.startsAt, props.zone, locale),
          after: when,
          name: session.client.name,
        })}
      </p>
      {move.error && <ErrorNotice error={move.error} title={t("move.failed")} />}
      {other && (
        <Notice tone="attention" live>
          {other.message}
        </Notice>
      )}
      {taken && (
        <CloseTimes
          text={t(taken.alternatives.length ? "book.taken" : "staff.book.takenNone", { time: when })}
          slots={taken.alternatives}
          words={(slot) => formatWhen(slot.startsAt, props.zone, locale)}
          onPick={(slot) => {
            move.clear();
            setStartsAt(slot.startsAt);
          }}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={move.pending && t("move.moving")} onPress={() => void confirm()}>
          {t("move.confirm", { when })}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("staff.drop.keep")}
        </Button>
      </div>
    </Dialog>
  );
}
