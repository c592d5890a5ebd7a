import { DeedDialogs } from "@/features/programs/dialogs";
import { ProgramTexts } from "@/features/programs/texts";

/** Writes down that somebody was in touch: with that the task is done. */
export default function NoteContact(props: { clientId: string; name: string; onClose: () => void }) {
  return (
    <ProgramTexts>
      <DeedDialogs deed={{ kind: "contact", clientId: props.clientId, name: props.name }} onClose={props.onClose} />
    </ProgramTexts>
  );
}
