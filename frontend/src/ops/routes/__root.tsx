import { createRootRouteWithContext } from "@tanstack/react-router";
import type { RouterContext } from "@/app/router";
import { OpsShell } from "../shell/shell";

export const Route = createRootRouteWithContext<RouterContext>()({ component: OpsShell });
