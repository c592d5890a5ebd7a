import { useBlocker } from "@tanstack/react-router";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { Dialog } from "@/ui/overlay";

/** Leaving saves what can be saved. Only when that does not work somebody is asked. */
export function LeaveGuard(props: { text: string; isClean: () => boolean; save?: () => Promise<boolean> }) {
  const t = useT();
  const { isClean, save } = props;
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      current.pathname !== next.pathname && !(save ? await save() : isClean()),
    enableBeforeUnload: () => !isClean(),
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog isOpen role="alertdialog" title={t("care.leave.title")} onOpenChange={(open) => !open && blocker.reset()}>
      <p className="text-ink-2">{props.text}</p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={blocker.reset}>{t("care.leave.stay")}</Button>
        <Button variant="secondary" onPress={blocker.proceed}>
          {t("care.leave.go")}
        </Button>
      </div>
    </Dialog>
  );
}
