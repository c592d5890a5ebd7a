import { useState } from "react";
import type { CareNoteFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { TextField } from "@/ui/fields";
import { useVoidNote } from "./deeds";

/** Takes back what was signed: the text stays, and counts for nothing. */
export function VoidNote({ note }: { note: CareNoteFragment }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const deed = useVoidNote(note.sessionId);
  return (
    <>
      <Button variant="quiet" className="justify-self-start" onPress={() => setAsking(true)}>
        {t("care.void.open")}
      </Button>
      {asking && (
        <DeedDialog
          danger
          title={t("care.void.title")}
          text={t("care.void.text", { name: note.author.name })}
          confirm={t("care.void.confirm")}
          done={t("care.void.done")}
          run={() => deed.run({ sessionNoteId: note.id, reason })}
          onClose={() => setAsking(false)}
        >
          <TextField
            multiline
            rows={3}
            autoFocus
            maxLength={500}
            label={t("care.void.reason")}
            hint={t("care.void.reasonHint")}
            value={reason}
            onChange={setReason}
          />
        </DeedDialog>
      )}
    </>
  );
}
