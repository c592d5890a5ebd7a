import { EllipsisVertical } from "lucide-react";
import { useRef, useState } from "react";
import { Menu as AriaMenu, MenuItem as AriaMenuItem, Popover as AriaPopover } from "react-aria-components";
import { cx } from "@/lib/cx";
import { IconButton } from "./button";
import { itemClass, popoverClass } from "./field-parts";
import type { MenuEntry } from "./overlay";

/**
 * The menu of one line among hundreds: until it is opened it is a plain button, so that a long list stays quick.
 * `entries` are asked for when it opens.
 */
export function RowMenu(props: { label: string; entries: () => readonly MenuEntry[] }) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        ref={trigger}
        label={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        // Opened here by the keyboard, the first entry takes the focus; after a click of the browser's making it would not.
        onKeyDown={(event) => {
          if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          setOpen(true);
        }}
        onPress={() => setOpen(true)}
      >
        <EllipsisVertical size={18} aria-hidden />
      </IconButton>
      {open && (
        <AriaPopover
          isOpen
          onOpenChange={setOpen}
          triggerRef={trigger}
          placement="bottom end"
          className={cx(popoverClass, "min-w-56")}
        >
          <AriaMenu
            aria-label={props.label}
            autoFocus="first"
            className="p-1.5 outline-none"
            onClose={() => setOpen(false)}
          >
            {props.entries().map(
              (entry) =>
                !("separator" in entry) && (
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
      )}
    </>
  );
}
