import type { ReactNode } from "react";

export type SwitchProps = {
  label: string;
  hint?: ReactNode;
  /** When the words beside it do not tell which of several it is. */
  "aria-label"?: string;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange: (on: boolean) => void;
};

/** On or off, of the browser's own making: keys, names and forced colors come with it, and it costs nothing to load. */
export function Switch({ label, hint, isSelected, isDisabled, onChange, ...rest }: SwitchProps) {
  return (
    <label className="group relative flex min-h-12 cursor-pointer items-center justify-between gap-4 staff:min-h-10">
      <span className="grid min-w-0">
        <span className="font-semibold">{label}</span>
        {hint && <span className="text-small text-ink-2">{hint}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={rest["aria-label"]}
        aria-checked={isSelected}
        checked={isSelected}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden
        className="flex h-7 w-12 flex-none items-center rounded-full border-[1.5px] border-control bg-sunken px-[3px] transition-colors duration-120 peer-checked:border-accent-solid peer-checked:bg-accent-solid peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus peer-disabled:opacity-60"
      >
        <span className="size-[18px] rounded-full bg-control transition-transform duration-120 group-has-checked:translate-x-[21px] group-has-checked:bg-accent-on" />
      </span>
    </label>
  );
}
