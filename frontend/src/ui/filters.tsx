import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { NativeSelect } from "./native-select";
import { TextField } from "./text-field";

/** What a list is narrowed by, in one row on desks: the search first, then the choices. */
export function FilterRow(props: { children: ReactNode }) {
  return <div className="flex flex-wrap items-end gap-3">{props.children}</div>;
}

export function FindField(props: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <TextField
      hideLabel
      type="search"
      className="w-full max-w-sm"
      label={props.label}
      placeholder={props.label}
      prefix={<Search size={18} aria-hidden />}
      value={props.value}
      onChange={props.onChange}
    />
  );
}

/** One of a few things, or any of them. What is chosen stands in the address: nothing else is known to the list. */
export function FilterSelect<V extends string>(props: {
  id: string;
  label: string;
  any: string;
  value: V | undefined;
  options: ReadonlyArray<{ id: V; label: string }>;
  onChange: (value: V | undefined) => void;
}) {
  return (
    <NativeSelect
      id={props.id}
      className="min-w-40 max-sm:flex-1 sm:min-w-48"
      label={props.label}
      value={props.value ?? ""}
      options={[{ id: "", label: props.any }, ...props.options]}
      onChange={(value) => props.onChange(props.options.find((one) => one.id === value)?.id)}
    />
  );
}
