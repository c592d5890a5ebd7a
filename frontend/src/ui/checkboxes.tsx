import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { CheckRow, choiceRow } from "./choice-row";
import { FieldFault, FieldHead, type FieldText, fieldClass, type Option } from "./field-parts";

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
