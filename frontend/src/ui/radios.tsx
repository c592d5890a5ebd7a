import {
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { CheckRow, choiceRow } from "./choice-row";
import { FieldFault, FieldHead, type FieldText, fieldClass, type Option } from "./field-parts";

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
