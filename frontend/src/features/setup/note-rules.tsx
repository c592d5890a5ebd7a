import { useSuspenseQuery } from "@tanstack/react-query";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Card, ErrorNotice, Notice } from "@/ui";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toaster";
import { centerDetails } from "./queries";

const SetNoteRules = graphql(`
  mutation SetNoteRules($cosignPeerNotes: Boolean!) {
    setNoteRules(cosignPeerNotes: $cosignPeerNotes) {
      cosignPeerNotes
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Whether a supervisor signs what peer mentors write, too. It counts for notes that are signed from now on. */
export function NoteRulesCard() {
  const t = useT();
  const { cosignPeerNotes } = useSuspenseQuery(centerDetails).data.viewer.center.noteRules;
  const change = useAction(SetNoteRules, (data) => data.setNoteRules, {
    invalidates: [keys.setup, keys.notesWaiting, keys.serviceLines],
  });
  async function set(on: boolean) {
    const outcome = await change.run({ cosignPeerNotes: on });
    if (outcome.ok) toast(t(on ? "staff.notes.cosignOn" : "staff.notes.cosignOff"));
  }
  return (
    <Card labelledBy="note-rules" className="grid gap-3">
      <h2 id="note-rules" className="text-h2">
        {t("staff.notes.rules")}
      </h2>
      {change.error && <ErrorNotice error={change.error} title={t("form.notSaved")} />}
      {change.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      <Switch
        label={t("staff.notes.cosign")}
        hint={t("staff.notes.cosignHint")}
        isSelected={cosignPeerNotes}
        isDisabled={change.pending}
        onChange={(on) => void set(on)}
      />
    </Card>
  );
}
