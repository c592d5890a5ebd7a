import { useT } from "@/i18n";

export function SkipLink() {
  const t = useT();
  return (
    <a
      href="#main"
      className="sr-only z-50 rounded-control bg-surface px-4 py-3 text-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-4"
    >
      {t("nav.skip")}
    </a>
  );
}
