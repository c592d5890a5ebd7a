/** Quick hiccups are nobody's concern. */
const noticedAfterMs = 2_000;

/** Whether the live connection is down, for those who show it. */
export function makeLine() {
  let down = false;
  let noticing: ReturnType<typeof setTimeout> | undefined;
  const watchers = new Set<() => void>();

  function set(next: boolean): void {
    clearTimeout(noticing);
    noticing = undefined;
    if (down === next) return;
    down = next;
    for (const watcher of watchers) watcher();
  }

  return {
    isDown: () => down,
    subscribe: (watcher: () => void) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
    up: () => set(false),
    /** `1000`: closed because nobody listens any more. */
    broken: (code?: number) => {
      if (code === 1000) set(false);
      else noticing ??= setTimeout(() => set(true), noticedAfterMs);
    },
  };
}
