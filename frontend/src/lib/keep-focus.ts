const usable = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/**
 * The ref of a list whose rows go once they are answered, and the pressed button with them: the focus goes on to the row
 * that takes the place, or to the heading of the page after the last one. Whoever has left the list is left alone.
 */
export function keepFocus(list: HTMLElement | null): (() => void) | undefined {
  if (!list) return;
  let held: Element | null = null;
  let row = -1;
  const come = ({ target }: FocusEvent) => {
    held = target as Element;
    row = [...list.children].findIndex((one) => one.contains(held));
  };
  const go = () =>
    queueMicrotask(() => {
      if (held?.isConnected && !list.contains(document.activeElement)) held = null;
    });
  const look = () => {
    if (!held || held.isConnected || document.activeElement !== document.body) return;
    held = null;
    const next = list.isConnected ? list.children[Math.min(row, list.children.length - 1)] : undefined;
    const target = next?.querySelector<HTMLElement>(usable) ?? document.querySelector<HTMLElement>("main h1");
    target?.focus({ preventScroll: true });
  };
  list.addEventListener("focusin", come);
  list.addEventListener("focusout", go);
  const changes = new MutationObserver(look);
  changes.observe(list, { childList: true, subtree: true });
  return () => {
    list.removeEventListener("focusin", come);
    list.removeEventListener("focusout", go);
    changes.disconnect();
    // The list is still there when its ref is let go.
    setTimeout(look);
  };
}
