import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

/** The mark of a checkbox or radio, and its words. */
export function CheckRow(props: { label: ReactNode; hint?: ReactNode; round?: boolean }) {
  return (
    <>
      <span
        className={cx(
          "mt-0.5 grid size-6 flex-none place-items-center border-[1.5px] border-control bg-surface text-accent-on transition-colors duration-120 staff:size-5",
          props.round ? "rounded-full" : "rounded-[7px]",
          "group-selected:border-accent-solid group-selected:bg-accent-solid group-invalid:border-rose",
          "group-focus-visible:outline-3 group-focus-visible:outline-offset-2 group-focus-visible:outline-focus",
        )}
      >
        {props.round ? (
          <span className="invisible size-2.5 rounded-full bg-accent-on group-selected:visible" />
        ) : (
          <Check size={16} strokeWidth={3} aria-hidden className="invisible group-selected:visible" />
        )}
      </span>
      <span className="grid min-w-0">
        <span>{props.label}</span>
        {props.hint && <span className="text-small text-ink-2">{props.hint}</span>}
      </span>
    </>
  );
}

export const choiceRow = "group flex cursor-pointer items-start gap-3 py-2.5 staff:py-1.5 disabled:opacity-60";
