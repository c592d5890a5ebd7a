import type { ReactNode } from "react";
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
