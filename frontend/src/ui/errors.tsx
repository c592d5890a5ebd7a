import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Component, type ReactNode, Suspense } from "react";
import { type ApiError, asApiError } from "@/api/errors";
import { type MessageId, useT } from "@/i18n";
import { Button } from "./button";
import { Notice, SkeletonList } from "./feedback";

const texts: Record<ApiError["kind"], MessageId> = {
  offline: "error.offline",
  timeout: "error.timeout",
  "signed-out": "error.signedOut",
  forbidden: "error.forbidden",
  "not-found": "error.notFound",
  "rate-limited": "error.rateLimited",
  "stale-app": "error.staleApp",
  server: "error.server",
  graphql: "error.server",
};

/** What a failed request means to a person. Never a raw text. */
export function useErrorText(): (error: ApiError) => string {
  const t = useT();
  return (error) => t(texts[error.kind], { minutes: Math.max(1, Math.ceil((error.info.retryAfterS ?? 60) / 60)) });
}

/** A request that failed, in its place; the rest of the page goes on. */
export function ErrorNotice(props: { error: unknown; onRetry?: () => void; title?: string }) {
  const t = useT();
  const text = useErrorText();
  const error = asApiError(props.error);
  const stale = error.kind === "stale-app";
  return (
    <Notice
      tone={error.kind === "offline" || stale ? "info" : "attention"}
      live
      title={props.title}
      actions={
        stale ? (
          <Button size="small" variant="secondary" onPress={() => location.reload()}>
            {t("error.reload")}
          </Button>
        ) : (
          props.onRetry && (
            <Button size="small" variant="secondary" onPress={props.onRetry}>
              {t("error.tryAgain")}
            </Button>
          )
        )
      }
    >
      <p>{text(error)}</p>
      {error.info.reference && (
        <p className="mt-1">{t("error.reference", { reference: error.info.reference.slice(0, 8) })}</p>
      )}
    </Notice>
  );
}

type BoundaryProps = { children: ReactNode; fallback: (error: unknown, reset: () => void) => ReactNode };

class Catch extends Component<BoundaryProps, { error: unknown; failed: boolean }> {
  override state = { error: undefined as unknown, failed: false };
  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return this.props.fallback(this.state.error, () => this.setState({ error: undefined, failed: false }));
  }
}

/** A part of a page that loads and fails on its own. */
export function Section(props: { children: ReactNode; loading?: ReactNode; title?: string }) {
  const t = useT();
  const { reset } = useQueryErrorResetBoundary();
  return (
    <Catch
      fallback={(error, again) => (
        <ErrorNotice
          error={error}
          title={props.title}
          onRetry={() => {
            reset();
            again();
          }}
        />
      )}
    >
      <Suspense fallback={props.loading ?? <SkeletonList label={t("state.loading")} />}>{props.children}</Suspense>
    </Catch>
  );
}

/** The router's page for errors. */
export function RouteError(props: { error: unknown; reset: () => void }) {
  const t = useT();
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const error = asApiError(props.error);
  const title = error.kind === "not-found" ? t("error.notFoundTitle") : t("error.title");
  return (
    <div className="grid gap-4">
      <h1 className="text-h1">{title}</h1>
      <ErrorNotice
        error={props.error}
        onRetry={
          error.kind === "not-found"
            ? undefined
            : () => {
                reset();
                props.reset();
                void router.invalidate();
              }
        }
      />
    </div>
  );
}
