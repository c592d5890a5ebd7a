import { createLink, type LinkComponent } from "@tanstack/react-router";
import { ChevronRight, type LucideIcon } from "lucide-react";
import { type AnchorHTMLAttributes, Children, type ReactNode, type Ref } from "react";

/** Rows that lead somewhere, in one frame. */
export function RowList(props: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={props.label}
      className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
    >
      {Children.map(props.children, (child) => child && <li>{child}</li>)}
    </ul>
  );
}

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "title" | "className"> & {
  title: string;
  text?: ReactNode;
  badge?: ReactNode;
  Icon?: LucideIcon;
  ref?: Ref<HTMLAnchorElement>;
};

/** As a row, but to another application. */
export function RowAnchor({ title, text, badge, Icon, ...rest }: Props) {
  return (
    <a {...rest} className="flex min-h-16 items-center gap-3.5 px-5 py-3 text-ink no-underline hover:bg-sunken">
      {Icon && <Icon size={20} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />}
      <span className="grid min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-semibold">{title}</span>
          {badge}
        </span>
        {text && <span className="text-small break-words text-ink-2">{text}</span>}
      </span>
      <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
    </a>
  );
}

/** One row: the whole of it is the link. Takes the router's `to`, `params`, `search`. */
const CreatedRowLink = createLink(RowAnchor);
export const RowLink: LinkComponent<typeof RowAnchor> = (props) => <CreatedRowLink {...props} />;
