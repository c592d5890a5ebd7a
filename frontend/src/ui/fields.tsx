import { Check, ChevronDown } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
  type CheckboxProps as AriaCheckboxProps,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from "react-aria-components";
import { cx } from "@/lib/cx";

export const inputClass = cx(
  "w-full rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink placeholder:text-ink-3",
  "min-h-13 staff:min-h-10 staff:px-3 staff:py-2 invalid:border-2 invalid:border-rose disabled:opacity-60",
);

type FieldText = {
  label: string;
  /** Below the label: what to write, and why it is asked. */
  hint?: ReactNode;
  error?: string;
  /** The label is only read out. */
  hideLabel?: boolean;
  className?: string;
};

function Head(props: FieldText) {
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

function Fault(props: { error?: string }) {
  return <FieldError className="text-small font-semibold text-rose">{props.error}</FieldError>;
}

const field = "grid gap-1.5 grid-cols-[minmax(0,1fr)]";

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
  const { label, hint, error, hideLabel, className, multiline, rows, placeholder, prefix, inputRef, list, step, min, max, ...rest } =
    props;
  const input = multiline ? (
    <TextArea ref={inputRef as Ref<HTMLTextAreaElement>} rows={rows ?? 3} placeholder={placeholder} className={cx(inputClass, "h-auto")} />
  ) : (
    <Input
      ref={inputRef as Ref<HTMLInputElement>}
      placeholder={placeholder}
      list={list}
      step={step}
      min={min}
      max={max}
      className={cx(inputClass, Boolean(prefix) && "border-0 pl-0.5")}
    />
  );
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className={cx(field, className)}>
      <Head label={label} hint={hint} hideLabel={hideLabel} />
      <Fault error={error} />
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

export type Option = { id: string; label: string; detail?: string };

export type SelectProps = Omit<AriaSelectProps<Option>, "className" | "style" | "children" | "isInvalid" | "selectedKey" | "onSelectionChange" | "value" | "onChange"> &
  FieldText & { options: readonly Option[]; value: string | null; onChange: (value: string) => void; placeholder?: string };

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
      className={cx(field, className)}
    >
      <Head label={label} hint={hint} hideLabel={hideLabel} />
      <Fault error={error} />
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

export const popoverClass =
  "rounded-card border border-line bg-raised text-ink shadow-float entering:animate-appear outline-none";
export const itemClass =
  "group flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-3 py-2 no-underline text-ink outline-none staff:min-h-9 staff:py-1.5 focus:bg-accent-soft focus:text-accent-soft-ink disabled:opacity-60";

/** A plain list of choices that the device shows its own way: best for long lists such as zones. */
export function NativeSelect(props: FieldText & { name?: string; id: string; options: readonly Option[]; value: string; onChange: (value: string) => void }) {
  const hintId = `${props.id}-hint`;
  return (
    <div className={cx(field, props.className)}>
      <label htmlFor={props.id} className={props.hideLabel ? "sr-only" : "font-semibold"}>
        {props.label}
      </label>
      {props.hint && (
        <span id={hintId} className="text-small text-ink-2">
          {props.hint}
        </span>
      )}
      {props.error && <span className="text-small font-semibold text-rose">{props.error}</span>}
      <span className="relative grid">
        <select
          id={props.id}
          name={props.name}
          value={props.value}
          aria-describedby={props.hint ? hintId : undefined}
          aria-invalid={props.error ? true : undefined}
          onChange={(event) => props.onChange(event.target.value)}
          className={cx(inputClass, "cursor-pointer appearance-none pr-11")}
        >
          {props.options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={20} aria-hidden className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-2" />
      </span>
    </div>
  );
}

export type SwitchProps = Omit<AriaSwitchProps, "className" | "style" | "children"> & { label: string; hint?: ReactNode };

export function Switch({ label, hint, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className="group flex min-h-12 cursor-pointer items-center justify-between gap-4 staff:min-h-10">
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

export function Checkbox(props: Omit<AriaCheckboxProps, "className" | "style" | "children"> & { label: ReactNode; hint?: ReactNode }) {
  const { label, hint, ...rest } = props;
  return (
    <AriaCheckbox {...rest} className={choiceRow}>
      <CheckRow label={label} hint={hint} />
    </AriaCheckbox>
  );
}

export function CheckboxGroup(props: Omit<AriaCheckboxGroupProps, "className" | "style" | "children" | "isInvalid"> & FieldText & { options: readonly Option[] }) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaCheckboxGroup {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className={cx(field, className)}>
      <Head label={label} hint={hint} hideLabel={hideLabel} />
      <Fault error={error} />
      {options.map((option) => (
        <AriaCheckbox key={option.id} value={option.id} className={choiceRow}>
          <CheckRow label={option.label} hint={option.detail} />
        </AriaCheckbox>
      ))}
    </AriaCheckboxGroup>
  );
}

export function RadioGroup(props: Omit<AriaRadioGroupProps, "className" | "style" | "children" | "isInvalid"> & FieldText & { options: readonly Option[] }) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaRadioGroup {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className={cx(field, className)}>
      <Head label={label} hint={hint} hideLabel={hideLabel} />
      <Fault error={error} />
      {options.map((option) => (
        <AriaRadio key={option.id} value={option.id} className={choiceRow}>
          <CheckRow round label={option.label} hint={option.detail} />
        </AriaRadio>
      ))}
    </AriaRadioGroup>
  );
}

/** One of few, side by side: lengths, places, views. */
export function Segmented(props: Omit<AriaRadioGroupProps, "className" | "style" | "children" | "isInvalid"> & FieldText & { options: readonly Option[] }) {
  const { label, hint, error, hideLabel, className, options, ...rest } = props;
  return (
    <AriaRadioGroup {...rest} isInvalid={Boolean(error)} validationBehavior="aria" className={cx(field, className)}>
      <Head label={label} hint={hint} hideLabel={hideLabel} />
      <Fault error={error} />
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
