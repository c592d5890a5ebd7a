import type { ReactNode } from "react";

/** A pressable shape whose look is the caller's: slots, day chips, calendar cells. */
export function Press(props: {
  children: ReactNode;
  className: string;
  onPress: () => void;
  pressed?: boolean;
  label?: string;
  isDisabled?: boolean;
}) {
  return (
    <button
      type="button"
      onClick={props.onPress}
      disabled={props.isDisabled}
      aria-pressed={props.pressed}
      aria-label={props.label}
      className={props.className}
    >
      {props.children}
    </button>
  );
}
