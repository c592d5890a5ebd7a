import type { ReactNode, Ref } from "react";
import { Button } from "react-aria-components";

/** What opens a menu, with a look of the caller's own. */
export function Trigger(props: { children: ReactNode; className: string; ref?: Ref<HTMLButtonElement> }) {
  return (
    <Button ref={props.ref} className={props.className}>
      {props.children}
    </Button>
  );
}
