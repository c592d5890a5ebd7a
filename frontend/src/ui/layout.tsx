import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/lib/cx";

/** A surface with a thin line. Cards do not nest. */
/** With `item`, one of several: a list of landmarks would only be noise. */
export function Card(props: {
  children: ReactNode;
  className?: string;
  labelledBy?: string;
  tight?: boolean;
  item?: boolean;
}) {
  const Element = props.item ? "article" : "section";
  return (
    <Element
      aria-labelledby={props.labelledBy}
      className={cx("rounded-card border border-line bg-surface", props.tight ? "p-4" : "p-5", props.className)}
    >
      {props.children}
    </Element>
  );
}

const gaps = { 1: "gap-1", 2: "gap-2", 3: "gap-3", 4: "gap-4", 6: "gap-6", 8: "gap-8" } as const;

export function Stack(props: { children: ReactNode; gap?: keyof typeof gaps; className?: string; id?: string }) {
  return (
    <div
      id={props.id}
      className={cx("grid grid-cols-[minmax(0,1fr)] content-start", gaps[props.gap ?? 4], props.className)}
    >
      {props.children}
    </div>
  );
}

export function Row(props: { children: ReactNode; gap?: keyof typeof gaps; className?: string }) {
  return (
    <div className={cx("flex flex-wrap items-center", gaps[props.gap ?? 3], props.className)}>{props.children}</div>
  );
}

/**
 * The heading of a page. It takes the focus when the page comes, so that a screen reader begins there; `title` is the
 * browser's title and never holds a name.
 */
export function PageHeader(props: {
  children: ReactNode;
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** A `BackLink`: where this page was reached from. */
  back?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = props.title;
  }, [props.title]);
  useEffect(() => {
    // Only when nothing else holds the focus: a dialog that opened with the page keeps it.
    if (document.activeElement === document.body || document.activeElement?.closest("nav, header")) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      {props.back && <p className="-mb-2 basis-full">{props.back}</p>}
      <div className="grid min-w-0 flex-1 basis-40 gap-1">
        <h1 ref={heading} tabIndex={-1} className="text-h1">
          {props.children}
        </h1>
        {props.lead && <p className="measure text-ink-2">{props.lead}</p>}
      </div>
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </div>
  );
}

export function VisuallyHidden(props: { children: ReactNode }) {
  return <span className="sr-only">{props.children}</span>;
}

/** Pairs of a word and its value. */
export function Facts(props: { items: Array<{ term: string; value: ReactNode } | false | null | undefined> }) {
  return (
    <dl className="grid gap-3">
      {props.items.map(
        (item) =>
          item && (
            <div key={item.term} className="grid gap-0.5">
              <dt className="text-small text-ink-2">{item.term}</dt>
              <dd className="m-0 overflow-hidden font-medium break-words">{item.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
