import type { ReactNode } from "react";
import { CheckboxGroup } from "./checkboxes";
import type { Option } from "./field-parts";
import { Holder, type Named, useField } from "./form-field";

export function FormCheckboxes(props: Named & { label: string; hint?: ReactNode; options: readonly Option[] }) {
  const { value, onChange, error } = useField<string[]>(props.name);
  return (
    <Holder name={props.name}>
      <CheckboxGroup {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}
