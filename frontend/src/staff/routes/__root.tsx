import { createRootRouteWithContext } from "@tanstack/react-router";
import type { RouterContext } from "@/app/router";
import { StaffShell } from "../shell/shell";

export const Route = createRootRouteWithContext<RouterContext>()({ component: StaffShell });
