import { createLink, type LinkComponent } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "@/lib/cx";

export type ButtonVariant = "primary" | "secondary" | "danger" | "quiet" | "soft";
export type ButtonSize = "large" | "medium" | "small";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent-solid text-accent-on hover:bg-accent-hover active:bg-accent-hover",
  secondary: "bg-surface text-ink border-control hover:bg-sunken active:bg-sunken",
  danger: "border-transparent bg-rose-solid text-accent-on hover:bg-rose-hover active:bg-rose-hover",
  quiet: "border-transparent bg-transparent text-accent hover:bg-accent-soft active:bg-accent-soft",
  soft: "border-transparent bg-accent-soft text-accent-soft-ink hover:border-accent active:border-accent",
};
const sizes: Record<ButtonSize, string> = {
  large: "min-h-13 px-6 py-3 text-body font-[650] staff:min-h-10 staff:px-5 staff:py-2",
  medium: "min-h-12 px-5 py-2.5 text-body font-semibold staff:min-h-10 staff:px-4 staff:py-2",
  small: "min-h-11 px-4 py-2 text-small font-semibold staff:min-h-8 staff:px-3 staff:py-1",
};

/** The look of a button, for links that act like one. */
export function buttonClass(variant: ButtonVariant = "primary", size: ButtonSize = "medium", block = false): string {
  return cx(
    "inline-flex items-center justify-center gap-2 rounded-control border-[1.5px] text-center",
    "cursor-pointer no-underline transition-colors duration-120 ease-calm disabled:cursor-default disabled:opacity-60",
    variants[variant],
    sizes[size],
    block && "w-full",
  );
}

type Look = { variant?: ButtonVariant; size?: ButtonSize; block?: boolean; icon?: ReactNode };

type NativeButton = Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "className" | "style" | "children" | "onClick" | "disabled"
>;

export type ButtonProps = NativeButton &
  Look & {
    children?: ReactNode;
    className?: string;
    onPress?: () => void;
    isDisabled?: boolean;
    /** The deed is under way: the button stays focusable, does nothing, and says this. */
    pending?: string | false;
    ref?: Ref<HTMLButtonElement>;
  };

/** A native button: the browser's own is the most accessible there is, and costs nothing to load. */
function Native({ onPress, isDisabled, pending, children, type, ...rest }: Omit<ButtonProps, keyof Look>) {
  return (
    <button
      {...rest}
      type={type ?? "button"}
      disabled={isDisabled}
      aria-disabled={pending ? true : undefined}
      aria-busy={pending ? true : undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}

export function Button({ variant, size, block, icon, className, children, pending, ...rest }: ButtonProps) {
  return (
    <Native {...rest} pending={pending} className={cx(buttonClass(variant, size, block), className)}>
      {icon}
      <span aria-live="polite">{pending || children}</span>
    </Native>
  );
}

/** The look of a round button that is only an icon. */
export function iconButtonClass(variant: ButtonVariant = "quiet"): string {
  return cx(
    "inline-grid size-12 flex-none cursor-pointer place-items-center rounded-full border staff:size-10",
    "transition-colors duration-120 disabled:cursor-default disabled:opacity-60",
    variants[variant],
  );
}

/** A round button that is only an icon; `label` is what it is called. */
export function IconButton(props: Omit<ButtonProps, "icon" | "size" | "block"> & { label: string }) {
  const { label, className, variant, ...rest } = props;
  return <Native {...rest} aria-label={label} className={cx(iconButtonClass(variant), className)} />;
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { ref?: Ref<HTMLAnchorElement> };

function Anchor({ variant, size, block, icon, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={cx(buttonClass(variant, size, block), className)}>
      {icon}
      {children}
    </a>
  );
}

/** A link inside the app that looks like a button: takes the router's `to`, `params`, `search`. */
const CreatedButtonLink = createLink(Anchor);
export const ButtonLink: LinkComponent<typeof Anchor> = (props) => <CreatedButtonLink {...props} />;

/** A link that leaves the app (another page of the server, a call, a file) and looks like a button. */
export function ButtonAnchor(props: AnchorProps & { href: string }) {
  return <Anchor {...props} />;
}
