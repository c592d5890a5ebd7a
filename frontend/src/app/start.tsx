import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type AnyRouter, RouterProvider } from "@tanstack/react-router";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { boot } from "@/api/boot";
import { useSignedOut } from "@/api/signed-out";
import { I18n } from "@/i18n";
import { loadMessages, type MessageLoaders } from "@/i18n/messages";
import { applyTheme, chosenTheme } from "@/lib/theme";
import { Toaster } from "@/ui/toaster";
import { guardPage } from "./guard";

const SignedOutDialog = lazy(() => import("./signed-out-dialog"));

function SignedOut() {
  return useSignedOut() ? (
    <Suspense>
      <SignedOutDialog />
    </Suspense>
  ) : null;
}

/** Puts an audience's app into the shell that the server sent. */
export async function start(options: { router: AnyRouter; queryClient: QueryClient; loaders: MessageLoaders }) {
  const { router, queryClient, loaders } = options;
  applyTheme(chosenTheme());
  guardPage();
  const { locale } = boot();
  const messages = await loadMessages(loaders, locale);
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no root");
  createRoot(root).render(
    <StrictMode>
      <I18n locale={locale} messages={messages}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <SignedOut />
          <Toaster />
        </QueryClientProvider>
      </I18n>
    </StrictMode>,
  );
}
