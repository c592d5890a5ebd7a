import { useId, useState } from "react";
import { useT } from "@/i18n";
import { VisuallyHidden } from "@/ui";
import { bestReasons, type Reason } from "./best-reasons";

/** Reasons as a plain list: what both may read. */
export function Reasons(props: { reasons: ReadonlyArray<{ text: string }>; label: string }) {
  const t = useT();
  if (props.reasons.length === 0) return <p className="text-small text-ink-2">{t("mentoring.noReasons")}</p>;
  return (
    <ul aria-label={props.label} className="m-0 flex list-none flex-wrap gap-1.5 p-0">
      {props.reasons.map((reason) => (
        <li key={reason.text} className="rounded-full bg-iris-soft px-2.5 py-0.5 text-small text-iris-soft-ink">
          {reason.text}
        </li>
      ))}
    </ul>
  );
}

/** The few reasons that say most, in one line; the others when somebody wants them. So rows stay even. */
export function BestReasons(props: { reasons: readonly Reason[]; label: string; of: string }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { best, rest } = bestReasons(props.reasons);
  if (best.length === 0) return <Reasons reasons={[]} label={props.label} />;
  return (
    <div className="text-small">
      <div id={id} className={open ? "mb-1" : "inline"}>
        {open ? (
          <Reasons reasons={props.reasons} label={props.label} />
        ) : (
          <>
            <VisuallyHidden>{props.label}: </VisuallyHidden>
            {best.map((one) => one.text).join(" · ")}
          </>
        )}
      </div>{" "}
      {rest.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          className="min-h-6 cursor-pointer whitespace-nowrap text-accent underline decoration-1 underline-offset-3 hover:decoration-2"
          onClick={() => setOpen(!open)}
        >
          {open ? t("mentoring.reasonsFewer") : t("mentoring.reasonsMore", { count: rest.length })}
          <VisuallyHidden> {props.of}</VisuallyHidden>
        </button>
      )}
    </div>
  );
}
