import type { ApiError } from "@/api/errors";
import { ErrorNotice } from "./errors";
import { Notice } from "./feedback";

/** Why a deed was not done, where it was tried. */
export function Fault(props: {
  of: { error?: ApiError; problems: ReadonlyArray<{ message: string }> };
  title?: string;
  onRetry?: () => void;
}) {
  const { error, problems } = props.of;
  if (error) return <ErrorNotice error={error} title={props.title} onRetry={props.onRetry} />;
  const [first] = problems;
  return first ? (
    <Notice tone="attention" live>
      {first.message}
    </Notice>
  ) : null;
}
