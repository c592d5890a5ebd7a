import { ChevronDown } from "lucide-react";
import { cx } from "@/lib/cx";
import { type FieldText, fieldClass, inputClass, type Option } from "./field-parts";

/** A plain list of choices that the device shows its own way: best for long lists such as zones. */
export function NativeSelect(
  props: FieldText & {
    name?: string;
    id: string;
    options: readonly Option[];
    value: string;
    onChange: (value: string) => void;
  },
) {
  const hintId = `${props.id}-hint`;
  return (
    <div className={cx(fieldClass, props.className)}>
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
          className={cx(inputClass, "cursor-pointer appearance-none truncate pr-11!")}
        >
          {props.options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          size={20}
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-2"
        />
      </span>
    </div>
  );
}
