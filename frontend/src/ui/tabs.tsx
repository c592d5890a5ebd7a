import { createLink, type LinkComponent } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "@/lib/cx";

/** A row of links to parts of one page: the part is in the URL. */
export function TabLinks(props: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={props.label} className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <div className="flex w-max gap-1 rounded-full bg-sunken p-1">{props.children}</div>
    </nav>
  );
}

function Anchor({ className, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a
      {...rest}
      className={cx(
        "inline-flex min-h-10 items-center rounded-full px-4 text-small font-semibold whitespace-nowrap text-ink-2 no-underline staff:min-h-8",
        "hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink",
        className,
      )}
    />
  );
}

const CreatedTabLink = createLink(Anchor);
export const TabLink: LinkComponent<typeof Anchor> = (props) => <CreatedTabLink {...props} />;
