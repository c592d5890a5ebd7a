import type { ReactNode } from "react";
import { useController, useFormContext } from "react-hook-form";

export function Holder(props: { name: string; children: ReactNode }) {
  return <div data-field={props.name}>{props.children}</div>;
}

export type Named = { name: string };
export type Bound<P> = Omit<P, "value" | "onChange" | "error" | "name"> & Named;

export function useField<T>(name: string) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ name, control });
  return {
    value: field.value as T,
    onChange: field.onChange as (value: T) => void,
    onBlur: field.onBlur,
    error: fieldState.error?.message,
  };
}
