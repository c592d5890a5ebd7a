import type { ReactNode } from "react";
import { Holder, type Named, useField } from "./form-field";
import { Switch } from "./switch";

export function FormSwitch(props: Named & { label: string; hint?: ReactNode }) {
  const { value, onChange } = useField<boolean>(props.name);
  return (
    <Holder name={props.name}>
      <Switch label={props.label} hint={props.hint} isSelected={value} onChange={onChange} />
    </Holder>
  );
}
