import type { Permission, Role } from "@/gql/graphql";

export type BootCenter = {
  name: string;
  slug: string;
  zone: string;
  helpLine: { phone: string; hours: string | null } | null;
  phone: string | null;
};
export type BootViewer = {
  id: string;
  name: string;
  roles: Role[];
  permissions: Permission[];
  email: string;
  zone: string;
};
type Common = { base: string; locale: "en" | "es"; mode: "demo" | "serve"; documents?: "free" | "trusted" };
export type CenterBoot = Common & {
  audience: "portal" | "staff";
  center: BootCenter;
  viewer: BootViewer;
  /** Today in the viewer's zone, by the server's clock. */
  today: string;
};
export type OperatorBoot = Common & { audience: "ops"; viewer: { email: string } };
export type Boot = CenterBoot | OperatorBoot;

let current: Boot | undefined;

/** What the server wrote into the page's shell. */
export function boot(): Boot {
  if (!current) {
    const text = document.getElementById("boot")?.textContent;
    if (!text) throw new Error("the page has no boot data");
    current = JSON.parse(text) as Boot;
  }
  return current;
}

export function centerBoot(): CenterBoot {
  const value = boot();
  if (value.audience === "ops") throw new Error("operators have no center");
  return value;
}

export function operatorBoot(): OperatorBoot {
  const value = boot();
  if (value.audience !== "ops") throw new Error("not an operator page");
  return value;
}

/** Decides what is shown, never what is allowed: that is the server's word. */
export function may(permission: Permission): boolean {
  return centerBoot().viewer.permissions.includes(permission);
}

/** For tests. */
export function setBoot(value: Boot | undefined): void {
  current = value;
}
