import { X } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Dialog as AriaDialog,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
  Heading,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Separator,
} from "react-aria-components";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { type ButtonVariant, buttonClass, IconButton, iconButtonClass } from "./button";
import { itemClass, popoverClass } from "./field-parts";

export { DialogTrigger } from "react-aria-components";

/** The button that opens a menu, popover or dialog: inside `DialogTrigger` and `Menu` only this one works. */
export function TriggerButton(props: {
  children: ReactNode;
  variant?: ButtonVariant;
  /** Only an icon: this is what it is called. */
  label?: string;
  /** Replaces the look of a button. */
  look?: string;
  isDisabled?: boolean;
}) {
  const look = props.label ? iconButtonClass(props.variant) : buttonClass(props.variant ?? "secondary");
  return (
    <AriaButton aria-label={props.label} isDisabled={props.isDisabled} className={props.look ?? look}>
      {props.children}
    </AriaButton>
  );
}

type DialogProps = {
  title: string;
  children: ReactNode | ((close: () => void) => ReactNode);
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Neither Escape nor a press beside it closes: something must be decided. */
  strict?: boolean;
  role?: "dialog" | "alertdialog";
};

function Inside(props: DialogProps & { className?: string }) {
  const t = useT();
  return (
    <AriaDialog
      role={props.role ?? "dialog"}
      className={cx("grid max-h-[inherit] gap-4 overflow-auto p-6 outline-none", props.className)}
    >
      {({ close }) => (
        <>
          <div className="flex items-start justify-between gap-3">
            <Heading slot="title" className="text-h2">
              {props.title}
            </Heading>
            {!props.strict && (
              <IconButton label={t("dialog.close")} onPress={close} className="-mt-3 -mr-3 text-ink-2">
                <X size={20} aria-hidden />
              </IconButton>
            )}
          </div>
          {typeof props.children === "function" ? props.children(close) : props.children}
        </>
      )}
    </AriaDialog>
  );
}

/** A dialog over the page: in the middle on desks, from below on phones. Not for long forms. */
export function Dialog(props: DialogProps) {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable={!props.strict}
      isKeyboardDismissDisabled={props.strict}
      className="fixed inset-0 z-40 flex items-end justify-center bg-[rgb(10_18_15/0.45)] entering:animate-appear md:items-center md:p-6"
    >
      <Modal className="max-h-[90dvh] w-full max-w-lg rounded-t-sheet border border-line bg-raised text-ink shadow-float entering:animate-rise md:rounded-sheet">
        <Inside {...props} />
      </Modal>
    </ModalOverlay>
  );
}

/** A panel at the side of a list on desks, the whole width on phones. */
export function SidePanel(props: DialogProps) {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable
      className="fixed inset-0 z-40 flex justify-end bg-[rgb(10_18_15/0.3)] entering:animate-appear"
    >
      <Modal className="h-dvh max-h-dvh w-full max-w-md border-l border-line bg-raised text-ink shadow-float entering:animate-rise">
        <Inside {...props} className="h-full content-start" />
      </Modal>
    </ModalOverlay>
  );
}

/** A small layer beside its trigger. Use inside `DialogTrigger`, or with `triggerRef` and `isOpen`. */
export function Popover(
  props: Omit<AriaPopoverProps, "children" | "className" | "style"> & {
    label: string;
    children: ReactNode | ((close: () => void) => ReactNode);
    className?: string;
  },
) {
  const { label, children, className, ...rest } = props;
  return (
    <AriaPopover {...rest} className={cx(popoverClass, "overflow-y-auto", className)}>
      <AriaDialog aria-label={label} className="p-4 outline-none">
        {({ close }) => (typeof children === "function" ? children(close) : children)}
      </AriaDialog>
    </AriaPopover>
  );
}

export type MenuEntry =
  | { id: string; label: string; icon?: ReactNode; onAction: () => void; danger?: boolean }
  | { id: string; label: string; icon?: ReactNode; href: string; danger?: boolean }
  | { id: string; separator: true };

/** A button (given as `trigger`) and the menu it opens. Links take a whole path, base included. */
export function Menu(props: { trigger: ReactNode; label: string; entries: readonly MenuEntry[] }) {
  return (
    <MenuTrigger>
      {props.trigger}
      <AriaPopover placement="bottom end" className={cx(popoverClass, "min-w-56")}>
        <AriaMenu aria-label={props.label} className="p-1.5 outline-none">
          {props.entries.map((entry) =>
            "separator" in entry ? (
              <Separator key={entry.id} className="mx-3 my-1.5 border-line border-t" />
            ) : (
              <AriaMenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                href={"href" in entry ? entry.href : undefined}
                onAction={"onAction" in entry ? entry.onAction : undefined}
                className={cx(itemClass, entry.danger && "text-rose")}
              >
                {entry.icon}
                {entry.label}
              </AriaMenuItem>
            ),
          )}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}
