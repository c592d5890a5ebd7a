import { createRootRouteWithContext } from "@tanstack/react-router";
import type { RouterContext } from "@/app/router";
import { PortalShell } from "../shell/shell";

export const Route = createRootRouteWithContext<RouterContext>()({ component: PortalShell });
