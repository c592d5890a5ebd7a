import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  FormProvider,
  type Path,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { GenericSchema } from "valibot";
import type { Outcome } from "@/api/action";
import { type Problem, sortProblems } from "@/api/problems";
import { useT } from "@/i18n";
import { ErrorNotice } from "./errors";

/** A form with its rules: validated on submit, then while it is mended. */
export function useServerForm<V extends FieldValues>(options: {
  schema: GenericSchema<V, V>;
  values: DefaultValues<V>;
}): ServerForm<V> {
  const form = useForm<V>({
    resolver: standardSchemaResolver(options.schema) as never,
    defaultValues: options.values,
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
  });
  const [rest, setRest] = useState<Problem[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const [attempts, setAttempts] = useState(0);

  function take(outcome: Outcome<{ problems: readonly Problem[] }>): boolean {
    setFailure(outcome.ok ? undefined : outcome.error);
    if (outcome.ok) {
      setRest([]);
      return true;
    }
    const sorted = sortProblems(outcome.problems, fieldNames(form.getValues()));
    for (const [name, message] of Object.entries(sorted.byField))
      form.setError(name as Path<V>, { type: "server", message });
    setRest(sorted.rest);
    return false;
  }
  return { form, rest, failure, take, attempts, attempted: () => setAttempts((count) => count + 1) };
}

export type ServerForm<V extends FieldValues> = {
  form: UseFormReturn<V>;
  /** Problems that belong to no field. */
  rest: Problem[];
  failure: unknown;
  /** Puts an outcome's problems beside their fields; true when the deed was done. */
  take: (outcome: Outcome<{ problems: readonly Problem[] }>) => boolean;
  attempts: number;
  attempted: () => void;
};

function fieldNames(values: object, prefix = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => [
    prefix + key,
    ...(value && typeof value === "object" ? fieldNames(value, `${prefix}${key}.`) : []),
  ]);
}

/** The form element: summary of problems on top, then the fields. `onSubmit` gets what the rules let through. */
export function Form<V extends FieldValues>(props: {
  form: ServerForm<V>;
  onSubmit: (values: V) => Promise<unknown>;
  children: ReactNode;
  className?: string;
}) {
  const { form, attempted } = props.form;
  const busy = useRef(false);
  function submit(event: FormEvent) {
    // Two taps in a row are one: what follows the deed happens once as well.
    if (busy.current) return event.preventDefault();
    busy.current = true;
    void form
      .handleSubmit(props.onSubmit)(event)
      .finally(() => {
        busy.current = false;
        attempted();
      });
  }
  return (
    <FormProvider {...form}>
      <form
        noValidate
        method="post"
        className={props.className ?? "grid grid-cols-[minmax(0,1fr)] gap-5"}
        onSubmit={submit}
      >
        <Summary form={props.form} />
        {props.children}
      </form>
    </FormProvider>
  );
}

function flatErrors(errors: object, prefix = ""): Array<[string, string]> {
  return Object.entries(errors).flatMap(([key, value]): Array<[string, string]> => {
    if (!value || typeof value !== "object") return [];
    if (typeof (value as { message?: unknown }).message === "string")
      return [[prefix + key, (value as { message: string }).message]];
    return key === "ref" ? [] : flatErrors(value, `${prefix}${key}.`);
  });
}

function Summary<V extends FieldValues>(props: { form: ServerForm<V> }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const { form, rest, failure, attempts } = props.form;
  const errors = flatErrors(form.formState.errors);
  const any = errors.length > 0 || rest.length > 0;
  useEffect(() => {
    if (attempts > 0 && box.current) box.current.focus();
  }, [attempts]);
  if (failure) return <ErrorNotice error={failure} title={t("form.notSaved")} />;
  if (!any) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className="grid gap-2 rounded-card border-2 border-rose bg-surface p-5">
      <h2 className="text-h2">{t("form.problem")}</h2>
      <ul className="m-0 grid list-none gap-2 p-0">
        {errors.map(([name, message]) => (
          <li key={name}>
            <button
              type="button"
              className="min-h-8 cursor-pointer text-left font-semibold text-rose underline underline-offset-3"
              onClick={() => focusField(name)}
            >
              {message}
            </button>
          </li>
        ))}
        {rest.map((problem) => (
          <li key={problem.code + problem.message} className="font-semibold text-rose">
            {problem.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(name: string): void {
  const holder = document.querySelector(`[data-field="${CSS.escape(name)}"]`);
  holder?.querySelector<HTMLElement>("input, textarea, select, button")?.focus();
}

// What few forms have (radios, checkboxes, switches) they import on their own.
export { FormNativeSelect, FormText } from "./form-fields";
