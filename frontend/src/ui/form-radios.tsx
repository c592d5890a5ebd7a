import type { ReactNode } from "react";
import type { Option } from "./field-parts";
import { Holder, type Named, useField } from "./form-field";
import { RadioGroup } from "./radios";

export function FormRadios(
  props: Named & { label: string; hint?: ReactNode; options: readonly Option[]; hideLabel?: boolean },
) {
  const { value, onChange, error } = useField<string>(props.name);
  return (
    <Holder name={props.name}>
      <RadioGroup {...props} value={value} onChange={onChange} error={error} />
    </Holder>
  );
}
