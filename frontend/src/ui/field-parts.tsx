import type { ReactNode } from "react";
import { FieldError, Label, Text } from "react-aria-components";
import { cx } from "@/lib/cx";

export const inputClass = cx(
  "w-full rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink placeholder:text-ink-3",
  "min-h-13 staff:min-h-10 staff:px-3 staff:py-2 invalid:border-2 invalid:border-rose disabled:opacity-60",
);

export const popoverClass =
  "rounded-card border border-line bg-raised text-ink shadow-float entering:animate-appear outline-none";
export const itemClass =
  "group flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-3 py-2 no-underline text-ink outline-none staff:min-h-9 staff:py-1.5 focus:bg-accent-soft focus:text-accent-soft-ink disabled:opacity-60";

export const fieldClass = "grid gap-1.5 grid-cols-[minmax(0,1fr)]";

export type Option = { id: string; label: string; detail?: string };

export type FieldText = {
  label: string;
  /** Below the label: what to write, and why it is asked. */
  hint?: ReactNode;
  error?: string;
  /** The label is only read out. */
  hideLabel?: boolean;
  className?: string;
};

export function FieldHead(props: FieldText) {
  return (
    <>
      <Label className={props.hideLabel ? "sr-only" : "font-semibold"}>{props.label}</Label>
      {props.hint && (
        <Text slot="description" className="text-small text-ink-2">
          {props.hint}
        </Text>
      )}
    </>
  );
}

export function FieldFault(props: { error?: string }) {
  return <FieldError className="text-small font-semibold text-rose">{props.error}</FieldError>;
}
