import type { ReactNode } from "react";
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components";
import { cx } from "@/lib/cx";

export type SwitchProps = Omit<AriaSwitchProps, "className" | "style" | "children"> & {
  label: string;
  hint?: ReactNode;
};

export function Switch({ label, hint, ...rest }: SwitchProps) {
  return (
    <AriaSwitch
      {...rest}
      className="group flex min-h-12 cursor-pointer items-center justify-between gap-4 staff:min-h-10"
    >
      <span className="grid min-w-0">
        <span className="font-semibold">{label}</span>
        {hint && <span className="text-small text-ink-2">{hint}</span>}
      </span>
      <span
        className={cx(
          "flex h-7 w-12 flex-none items-center rounded-full border-[1.5px] border-control bg-sunken px-[3px] transition-colors duration-120",
          "group-selected:border-accent-solid group-selected:bg-accent-solid group-focus-visible:outline-3 group-focus-visible:outline-offset-2 group-focus-visible:outline-focus",
        )}
      >
        <span className="size-[18px] rounded-full bg-control transition-transform duration-120 group-selected:translate-x-[21px] group-selected:bg-accent-on" />
      </span>
    </AriaSwitch>
  );
}
