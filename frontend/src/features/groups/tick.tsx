import type { ReactNode } from "react";
import { useFormContext } from "react-hook-form";

const box = "mt-0.5 size-6 flex-none cursor-pointer accent-(--accent-solid)";

/** A box to tick, of the browser's own making: consent is plain to see and costs nothing to load. */
export function FormTick(props: { name: string; label: ReactNode; hint?: ReactNode }) {
  const { register, formState } = useFormContext();
  const fault = formState.errors[props.name]?.message;
  return (
    <div data-field={props.name} className="grid gap-1">
      <label className="flex min-h-12 cursor-pointer items-start gap-3 py-2.5">
        <input
          type="checkbox"
          className={box}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${props.name}-fault` : undefined}
          {...register(props.name)}
        />
        <span className="grid min-w-0">
          <span>{props.label}</span>
          {props.hint && <span className="text-small text-ink-2">{props.hint}</span>}
        </span>
      </label>
      {typeof fault === "string" && (
        <p id={`${props.name}-fault`} className="text-small font-semibold text-rose">
          {fault}
        </p>
      )}
    </div>
  );
}

/** One of few, of the browser's own making. */
export function FormPick(props: {
  name: string;
  label: string;
  hint?: ReactNode;
  options: ReadonlyArray<{ id: string; label: string }>;
}) {
  const { register } = useFormContext();
  return (
    <fieldset data-field={props.name} className="m-0 grid gap-1 border-0 p-0">
      <legend className="p-0 font-semibold">{props.label}</legend>
      {props.hint && <p className="text-small text-ink-2">{props.hint}</p>}
      {props.options.map((option) => (
        <label key={option.id} className="flex min-h-12 cursor-pointer items-start gap-3 py-2.5">
          <input type="radio" value={option.id} className={box} {...register(props.name)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
