import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import type { Outcome } from "@/api/action";
import type { Problem } from "@/api/problems";

const StepUpDialog = lazy(() => import("./step-up-dialog"));

/**
 * Deeds that ask for a fresh proof. `guarded(run)` runs the deed; when the server answers `StepUpRequired` the dialog opens,
 * and after the proof the deed runs again. Given up: the first outcome comes back, its problem included.
 */
export function useStepUp(): {
  guarded: <P extends { problems: readonly Problem[] }>(run: () => Promise<Outcome<P>>) => Promise<Outcome<P>>;
  dialog: ReactNode;
} {
  const [open, setOpen] = useState(false);
  const decide = useRef<(proven: boolean) => void>(() => {});

  const guarded = useCallback(async <P extends { problems: readonly Problem[] }>(run: () => Promise<Outcome<P>>) => {
    const first = await run();
    if (first.ok || !first.problems.some((problem) => problem.__typename === "StepUpRequired")) return first;
    setOpen(true);
    const proven = await new Promise<boolean>((resolve) => {
      decide.current = resolve;
    });
    setOpen(false);
    return proven ? run() : first;
  }, []);

  const dialog = open && (
    <Suspense>
      <StepUpDialog onDone={(proven) => decide.current(proven)} />
    </Suspense>
  );
  return { guarded, dialog };
}
