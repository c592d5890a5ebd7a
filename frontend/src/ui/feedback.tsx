import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const tones = {
  info: { box: "bg-sky-soft text-sky-soft-ink", Icon: Info },
  good: { box: "bg-accent-soft text-accent-soft-ink", Icon: CircleCheck },
  attention: { box: "bg-honey-soft text-honey-soft-ink", Icon: TriangleAlert },
  danger: { box: "bg-rose-soft text-rose-soft-ink", Icon: CircleAlert },
} as const;
export type Tone = keyof typeof tones;

/** A message that stays. `live` announces it when it appears. */
export function Notice(props: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
  live?: boolean;
  actions?: ReactNode;
}) {
  const { box, Icon } = tones[props.tone ?? "info"];
  return (
    <div role={props.live ? "alert" : undefined} className={cx("flex gap-3 rounded-card px-5 py-4", box)}>
      <Icon size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none" />
      <div className="grid min-w-0 gap-1">
        {props.title && <p className="font-semibold">{props.title}</p>}
        {props.children && <div className="measure text-small">{props.children}</div>}
        {props.actions && <div className="mt-2 flex flex-wrap gap-2">{props.actions}</div>}
      </div>
    </div>
  );
}

const badges = {
  neutral: "bg-sunken text-ink-2",
  good: "bg-accent-soft text-accent-soft-ink",
  info: "bg-sky-soft text-sky-soft-ink",
  attention: "bg-honey-soft text-honey-soft-ink",
  danger: "bg-rose-soft text-rose-soft-ink",
  iris: "bg-iris-soft text-iris-soft-ink",
} as const;

/** A short word about the state of a thing. */
export function Badge(props: { tone?: keyof typeof badges; children: ReactNode; icon?: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-caption font-semibold whitespace-nowrap",
        badges[props.tone ?? "neutral"],
      )}
    >
      {props.icon}
      {props.children}
    </span>
  );
}

/** A gray shape in the place of what is coming. Shown only after 150 ms. */
export function Skeleton(props: { className?: string }) {
  return <div aria-hidden className={cx("animate-late rounded-control bg-sunken", props.className ?? "h-6 w-full")} />;
}

export function SkeletonList(props: { rows?: number; label: string; rowClass?: string }) {
  const rows = Array.from({ length: props.rows ?? 3 }, (_, row) => `row-${row}`);
  return (
    <div className="grid gap-3" role="status" aria-label={props.label}>
      {rows.map((row) => (
        <Skeleton key={row} className={props.rowClass ?? "h-20 w-full rounded-card"} />
      ))}
    </div>
  );
}

/** Why there is nothing, and the one thing to do about it. */
export function EmptyState(props: { children: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-3 rounded-card border border-line border-dashed px-5 py-6">
      {props.icon && (
        <span
          aria-hidden
          className="grid size-11 place-items-center rounded-control bg-accent-soft text-accent-soft-ink"
        >
          {props.icon}
        </span>
      )}
      <p className="measure text-ink-2">{props.children}</p>
      {props.action}
    </div>
  );
}

export function ProgressBar(props: { value: number; label: string; hideLabel?: boolean }) {
  const percent = Math.round(Math.min(1, Math.max(0, props.value)) * 100);
  return (
    <div className="grid gap-1">
      {!props.hideLabel && (
        <span className="flex justify-between text-small text-ink-2">
          <span>{props.label}</span>
          <span className="tnum">{percent}%</span>
        </span>
      )}
      <progress
        aria-label={props.label}
        value={percent}
        max={100}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent-solid [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent-solid"
      />
    </div>
  );
}
