import type { ReactNode } from "react";
import type { Option } from "./field-parts";
import { Holder, type Named, useField } from "./form-field";
import { Select } from "./select";

export function FormSelect(
  props: Named & {
    label: string;
    hint?: ReactNode;
    options: readonly Option[];
    placeholder?: string;
    isDisabled?: boolean;
  },
) {
  const { value, onChange, error } = useField<string | null>(props.name);
  return (
    <Holder name={props.name}>
      <Select {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}
