import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { useErrorText } from "@/ui/errors";
import { Dialog } from "@/ui/overlay";

const DeleteDocument = graphql(`
  mutation DeleteDocument($documentId: ID!) {
    deleteDocument(documentId: $documentId) {
      deletedDocumentId
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Deleting cannot be undone, so it is the one deed here that asks first. */
export default function DeleteDialog(props: { document: { id: string; name: string }; onClose: () => void }) {
  const t = useT();
  const errorText = useErrorText();
  const remove = useAction(DeleteDocument, (data) => data.deleteDocument, { invalidates: [keys.documents] });
  const fault = remove.error ? errorText(remove.error) : remove.problems[0]?.message;
  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && props.onClose()}
      title={t("documents.deleteTitle")}
      role="alertdialog"
    >
      <p className="break-words text-ink-2">{t("documents.deleteText", { name: props.document.name })}</p>
      {fault && (
        <p role="alert" className="font-semibold text-rose">
          {fault}
        </p>
      )}
      <div className="grid gap-2 sm:flex sm:flex-row-reverse sm:justify-start">
        <Button
          variant="danger"
          pending={remove.pending && t("documents.deleting")}
          onPress={() =>
            void remove.run({ documentId: props.document.id }).then((outcome) => outcome.ok && props.onClose())
          }
        >
          {t("documents.deleteConfirm")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("documents.keep")}
        </Button>
      </div>
    </Dialog>
  );
}
