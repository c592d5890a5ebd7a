import { useT } from "@/i18n";
import { Button } from "@/ui";
import { TextField } from "@/ui/text-field";
import { toast } from "@/ui/toaster";

/** What somebody was writing when it ended: nobody can be sent it any more, and it is theirs. */
export function UnsentLetter({ words }: { words: string }) {
  const t = useT();
  if (!words) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(words);
      toast(t("walk.letterCopied"));
    } catch {
      toast(t("walk.letterCopyFailed"));
    }
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TextField
        multiline
        rows={6}
        isReadOnly
        label={t("walk.letterUnsent")}
        hint={t("walk.letterUnsentHint")}
        value={words}
      />
      <Button variant="secondary" className="sm:justify-self-start" onPress={() => void copy()}>
        {t("walk.letterCopy")}
      </Button>
    </div>
  );
}
