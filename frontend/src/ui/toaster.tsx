import { X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useT } from "@/i18n";
import { Button, IconButton } from "./button";

export type Toast = {
  id: number;
  text: string;
  /** One thing to do, for example Undo. */
  action?: { label: string; run: () => void };
  /** Milliseconds until it leaves by itself. */
  lasts: number;
};

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something once. Never the only place where something important is said. Returns how to take it back. */
export function toast(text: string, options: { action?: Toast["action"]; lasts?: number } = {}): () => void {
  const id = nextId;
  nextId += 1;
  change([...toasts.slice(-2), { id, text, action: options.action, lasts: options.lasts ?? 6000 }]);
  return () => dismiss(id);
}

function dismiss(id: number): void {
  change(toasts.filter((one) => one.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function One(props: { toast: Toast }) {
  const t = useT();
  const { id, text, action, lasts } = props.toast;
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), lasts);
    return () => clearTimeout(timer);
  }, [id, lasts]);
  return (
    <div className="pointer-events-auto flex max-w-md animate-rise items-center gap-2 rounded-card bg-ink py-1 pr-1 pl-5 text-canvas shadow-float">
      <span className="py-2.5 text-small">{text}</span>
      {action && (
        <Button
          variant="quiet"
          size="small"
          className="text-canvas underline underline-offset-3 hover:bg-transparent"
          onPress={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton
        label={t("toast.close")}
        className="size-11 text-canvas hover:bg-transparent"
        onPress={() => dismiss(id)}
      >
        <X size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

/** The live region that toasts appear in; one per app, mounted always so that it announces. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-24 z-50 grid justify-items-center gap-2 md:bottom-6"
    >
      {shown.map((one) => (
        <One key={one.id} toast={one} />
      ))}
    </div>
  );
}
