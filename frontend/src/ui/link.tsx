import { createLink, type LinkComponent } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { AnchorHTMLAttributes, Ref } from "react";
import { cx } from "@/lib/cx";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

const look = "text-accent underline underline-offset-3 decoration-1 hover:decoration-2";

function TextAnchor({ className, children, ...rest }: Props) {
  return (
    <a {...rest} className={cx(look, className)}>
      {children}
    </a>
  );
}

/** A text link inside the app. */
const CreatedTextLink = createLink(TextAnchor);
export const TextLink: LinkComponent<typeof TextAnchor> = (props) => <CreatedTextLink {...props} />;

function BackAnchor({ className, children, ...rest }: Props) {
  return (
    <a
      {...rest}
      className={cx(
        "-ml-1 inline-flex min-h-12 items-center gap-1 font-semibold text-accent no-underline hover:underline hover:underline-offset-3 staff:min-h-9",
        className,
      )}
    >
      <ChevronLeft size={20} strokeWidth={1.75} aria-hidden className="flex-none" />
      {children}
    </a>
  );
}

/** Back to the page above this one, by its name. */
const CreatedBackLink = createLink(BackAnchor);
export const BackLink: LinkComponent<typeof BackAnchor> = (props) => <CreatedBackLink {...props} />;

/** A text link out of the app. */
export function OutLink(props: Props & { href: string }) {
  return <TextAnchor {...props} />;
}
