import type { ReactNode } from "react";
import { CheckboxGroup, RadioGroup, Segmented, Switch } from "./choices";
import type { Option } from "./field-parts";
import { type Bound, Holder, type Named, useField } from "./form-field";
import { NativeSelect } from "./native-select";
import { TextField, type TextFieldProps } from "./text-field";

export function FormText(props: Bound<TextFieldProps>) {
  const field = useField<string>(props.name);
  return (
    <Holder name={props.name}>
      <TextField {...props} {...field} value={field.value ?? ""} />
    </Holder>
  );
}

export function FormNativeSelect(props: Named & { label: string; hint?: ReactNode; options: readonly Option[] }) {
  const { value, onChange, error } = useField<string>(props.name);
  return (
    <Holder name={props.name}>
      <NativeSelect {...props} id={`field-${props.name}`} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}

export function FormSwitch(props: Named & { label: string; hint?: ReactNode }) {
  const { value, onChange } = useField<boolean>(props.name);
  return (
    <Holder name={props.name}>
      <Switch label={props.label} hint={props.hint} isSelected={value} onChange={onChange} />
    </Holder>
  );
}

type Choices = Named & { label: string; hint?: ReactNode; options: readonly Option[]; hideLabel?: boolean };

export function FormRadios(props: Choices) {
  const { value, onChange, error } = useField<string>(props.name);
  return (
    <Holder name={props.name}>
      <RadioGroup {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}

export function FormSegmented(props: Choices) {
  const { value, onChange, error } = useField<string>(props.name);
  return (
    <Holder name={props.name}>
      <Segmented {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}

export function FormCheckboxes(props: Choices) {
  const { value, onChange, error } = useField<string[]>(props.name);
  return (
    <Holder name={props.name}>
      <CheckboxGroup {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}
