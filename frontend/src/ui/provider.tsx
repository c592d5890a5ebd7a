import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";

export function RacI18n(props: { locale: string; children: ReactNode }) {
  return <I18nProvider locale={props.locale}>{props.children}</I18nProvider>;
}

/** Lets React Aria's own links (menus, tabs, tables) move through the router. Paths are given whole, base included. */
export function RacRouter(props: { children: ReactNode }) {
  const router = useRouter();
  return <RouterProvider navigate={(href) => router.history.push(href)}>{props.children}</RouterProvider>;
}
