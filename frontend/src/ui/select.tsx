import { Check, ChevronDown } from "lucide-react";
import {
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import {
  FieldFault,
  FieldHead,
  type FieldText,
  fieldClass,
  inputClass,
  itemClass,
  type Option,
  popoverClass,
} from "./field-parts";

export type SelectProps = Omit<
  AriaSelectProps<Option>,
  "className" | "style" | "children" | "isInvalid" | "selectedKey" | "onSelectionChange" | "value" | "onChange"
> &
  FieldText & {
    options: readonly Option[];
    value: string | null;
    onChange: (value: string) => void;
    placeholder?: string;
  };

export function Select(props: SelectProps) {
  const { label, hint, error, hideLabel, className, options, value, onChange, placeholder, ...rest } = props;
  return (
    <AriaSelect
      {...rest}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      placeholder={placeholder}
      className={cx(fieldClass, className)}
    >
      <FieldHead label={label} hint={hint} hideLabel={hideLabel} />
      <FieldFault error={error} />
      <Button className={cx(inputClass, "flex cursor-pointer items-center justify-between gap-2 text-left")}>
        <SelectValue className="min-w-0 truncate placeholder-shown:text-ink-3 [&_[slot=description]]:hidden" />
        <ChevronDown size={20} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />
      </Button>
      <Popover className={cx(popoverClass, "w-(--trigger-width) min-w-56")}>
        <ListBox items={options} className="max-h-72 overflow-auto p-1.5">
          {(option) => (
            <ListBoxItem textValue={option.label} className={itemClass}>
              <span className="grid min-w-0 flex-1">
                <Text slot="label">{option.label}</Text>
                {option.detail && (
                  <Text slot="description" className="text-small text-ink-2">
                    {option.detail}
                  </Text>
                )}
              </span>
              <Check size={18} aria-hidden className="invisible flex-none group-selected:visible" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
