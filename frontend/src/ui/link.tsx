import { createLink, type LinkComponent } from "@tanstack/react-router";
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

/** A text link out of the app. */
export function OutLink(props: Props & { href: string }) {
  return <TextAnchor {...props} />;
}
