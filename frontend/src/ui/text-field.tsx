import type { ReactNode, Ref } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
  TextArea,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { FieldFault, FieldHead, type FieldText, fieldClass, inputClass } from "./field-parts";

export type TextFieldProps = Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid"> &
  FieldText & {
    multiline?: boolean;
    rows?: number;
    placeholder?: string;
    /** Fixed text before the input, for example a web address. */
    prefix?: ReactNode;
    inputRef?: Ref<HTMLInputElement | HTMLTextAreaElement>;
    maxLength?: number;
    list?: string;
    step?: number;
    min?: string | number;
    max?: string | number;
  };

/** One line or more of text; `type` may be email, tel, search, password, time, date, number … */
export function TextField(props: TextFieldProps) {
  const {
    label,
    hint,
    error,
    hideLabel,
    className,
    multiline,
    rows,
    placeholder,
    prefix,
    inputRef,
    list,
    step,
    min,
    max,
    ...rest
  } = props;
  const input = multiline ? (
    <TextArea
      ref={inputRef as Ref<HTMLTextAreaElement>}
      rows={rows ?? 3}
      placeholder={placeholder}
      className={cx(inputClass, "h-auto")}
    />
  ) : (
    <Input
      ref={inputRef as Ref<HTMLInputElement>}
      placeholder={placeholder}
      list={list}
      step={step}
      min={min}
      max={max}
      className={cx(inputClass, Boolean(prefix) && "border-0! bg-transparent pl-2!")}
    />
  );
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className={cx(fieldClass, className)}>
      <FieldHead label={label} hint={hint} hideLabel={hideLabel} />
      <FieldFault error={error} />
      {prefix ? (
        <span className="flex items-center rounded-control border-[1.5px] border-control bg-surface pl-3.5 text-ink-2">
          {prefix}
          {input}
        </span>
      ) : (
        input
      )}
    </AriaTextField>
  );
}
