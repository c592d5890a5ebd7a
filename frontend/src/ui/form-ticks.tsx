import { useFormContext } from "react-hook-form";

/** Some of many, of the browser's own making: costs nothing to load. */
export function FormTicks(props: {
  name: string;
  label: string;
  hint?: string;
  columns?: boolean;
  options: ReadonlyArray<{ id: string; label: string }>;
}) {
  const { register, formState } = useFormContext();
  const fault = formState.errors[props.name]?.message;
  return (
    <fieldset data-field={props.name} className="m-0 grid gap-1 border-0 p-0">
      <legend className="p-0 font-semibold">{props.label}</legend>
      {props.hint && <p className="text-small text-ink-2">{props.hint}</p>}
      {typeof fault === "string" && <p className="text-small font-semibold text-rose">{fault}</p>}
      <div className={props.columns ? "grid grid-cols-2 gap-x-4 sm:grid-cols-3" : "grid"}>
        {props.options.map((option) => (
          <label key={option.id} className="flex min-h-12 cursor-pointer items-start gap-3 py-2.5">
            <input
              type="checkbox"
              value={option.id}
              className="mt-0.5 size-6 flex-none cursor-pointer accent-(--accent-solid)"
              {...register(props.name)}
            />
            <span className="min-w-0 break-words">{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
