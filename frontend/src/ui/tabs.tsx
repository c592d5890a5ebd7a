import { createLink, type LinkComponent, useRouterState } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, type ReactNode, type Ref, useEffect, useRef } from "react";
import { cx } from "@/lib/cx";

/** A row of links to parts of one page: the part is in the URL. */
export function TabLinks(props: { label: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null);
  const here = useRouterState({ select: (state) => state.location.href });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is marked once the address is another
  useEffect(() => {
    // On a phone the row is wider than the screen: the part one looks at is in sight.
    row.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);
  return (
    <nav ref={row} aria-label={props.label} className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <div className="flex w-max gap-1 rounded-full bg-sunken p-1">{props.children}</div>
    </nav>
  );
}

function Anchor({ className, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a
      {...rest}
      className={cx(
        "inline-flex min-h-11 items-center rounded-full px-4 text-small font-semibold whitespace-nowrap text-ink-2 no-underline staff:min-h-8",
        "hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink",
        className,
      )}
    />
  );
}

const CreatedTabLink = createLink(Anchor);
export const TabLink: LinkComponent<typeof Anchor> = (props) => <CreatedTabLink {...props} />;
