import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
  type CheckboxProps as AriaCheckboxProps,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { FieldFault, FieldHead, type FieldText, fieldClass, type Option } from "./field-parts";

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

function CheckRow(props: { label: ReactNode; hint?: ReactNode; round?: boolean }) {
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

const choiceRow = "group flex cursor-pointer items-start gap-3 py-2.5 staff:py-1.5 disabled:opacity-60";

export function Checkbox(
  props: Omit<AriaCheckboxProps, "className" | "style" | "children"> & { label: ReactNode; hint?: ReactNode },
) {
  const { label, hint, ...rest } = props;
  return (
    <AriaCheckbox {...rest} className={choiceRow}>
      <CheckRow label={label} hint={hint} />
    </AriaCheckbox>
  );
}

export function CheckboxGroup(
  props: Omit<AriaCheckboxGroupProps, "className" | "style" | "children" | "isInvalid"> &
    FieldText & { options: readonly Option[] },
) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaCheckboxGroup
      {...rest}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={cx(fieldClass, className)}
    >
      <FieldHead label={label} hint={hint} hideLabel={hideLabel} />
      <FieldFault error={error} />
      {options.map((option) => (
        <AriaCheckbox key={option.id} value={option.id} className={choiceRow}>
          <CheckRow label={option.label} hint={option.detail} />
        </AriaCheckbox>
      ))}
    </AriaCheckboxGroup>
  );
}

export function RadioGroup(
  props: Omit<AriaRadioGroupProps, "className" | "style" | "children" | "isInvalid"> &
    FieldText & { options: readonly Option[] },
) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaRadioGroup
      {...rest}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={cx(fieldClass, className)}
    >
      <FieldHead label={label} hint={hint} hideLabel={hideLabel} />
      <FieldFault error={error} />
      {options.map((option) => (
        <AriaRadio key={option.id} value={option.id} className={choiceRow}>
          <CheckRow round label={option.label} hint={option.detail} />
        </AriaRadio>
      ))}
    </AriaRadioGroup>
  );
}

/** One of few, side by side: lengths, places, views. */
export function Segmented(
  props: Omit<AriaRadioGroupProps, "className" | "style" | "children" | "isInvalid"> &
    FieldText & { options: readonly Option[] },
) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaRadioGroup
      {...rest}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={cx(fieldClass, className)}
    >
      <FieldHead label={label} hint={hint} hideLabel={hideLabel} />
      <FieldFault error={error} />
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <AriaRadio
            key={option.id}
            value={option.id}
            className={cx(
              "inline-flex min-h-12 cursor-pointer items-center rounded-full border-[1.5px] border-control bg-surface px-5 text-small font-semibold text-ink staff:min-h-9 staff:px-4",
              "transition-colors duration-120 hover:bg-sunken selected:border-accent selected:bg-accent-soft selected:text-accent-soft-ink disabled:opacity-60",
              "focus-visible:outline-3 focus-visible:outline-offset-2 focus-visible:outline-focus",
            )}
          >
            {option.label}
          </AriaRadio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
