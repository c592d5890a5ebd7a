import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useT } from "@/i18n";

function subscribe(listener: () => void) {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** Says so while the device has no connection. The region is always there, so that it is announced. */
export function OfflineBar() {
  const t = useT();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 bg-honey-soft px-4 py-2 text-small font-semibold text-honey-soft-ink">
          <WifiOff size={18} strokeWidth={1.75} aria-hidden className="flex-none" />
          {t("offline.bar")}
        </p>
      )}
    </div>
  );
}
