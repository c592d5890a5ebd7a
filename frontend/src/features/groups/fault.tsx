import type { ApiError } from "@/api/errors";
import { useErrorText } from "@/ui/errors";

/** Why a deed did not happen, beside it. */
export function Fault(props: { of: { error?: ApiError; problems: ReadonlyArray<{ message: string }> } }) {
  const errorText = useErrorText();
  const words = props.of.error ? errorText(props.of.error) : props.of.problems[0]?.message;
  if (!words) return null;
  return (
    <p role="alert" className="text-small font-semibold text-rose">
      {words}
    </p>
  );
}
