import type { QueryClient } from "@tanstack/react-query";
import { useT } from "@/i18n";
import { ButtonLink } from "@/ui/button";
import { RouteError } from "@/ui/errors";
import { SkeletonList } from "@/ui/feedback";
import { PageHeader } from "@/ui/layout";

/** What every route's loader gets. */
export type RouterContext = { queryClient: QueryClient };

function Pending() {
  const t = useT();
  return <SkeletonList label={t("state.loading")} rows={3} rowClass="h-28 w-full rounded-card" />;
}

function NotFound() {
  const t = useT();
  return (
    <div className="grid gap-4">
      <PageHeader title={t("error.notFoundTitle")}>{t("error.notFoundTitle")}</PageHeader>
      <p className="measure text-ink-2">{t("error.notFound")}</p>
      <ButtonLink to="/" variant="secondary" className="justify-self-start">
        {t("nav.toStart")}
      </ButtonLink>
    </div>
  );
}

/** Options that the three routers share. */
export const routerDefaults = {
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 300,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  defaultPendingComponent: Pending,
  scrollRestoration: true,
  // Ids look like member:0190…: with a plain colon a typed address and a link are the same, and the tab it names is marked.
  pathParamsAllowedCharacters: [":"],
} as const;
