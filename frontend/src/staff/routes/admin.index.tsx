import { createFileRoute, redirect } from "@tanstack/react-router";
import { may } from "@/api/boot";

export const Route = createFileRoute("/admin/")({
  beforeLoad: () => {
    throw redirect({ to: may("MANAGE_CENTER") ? "/admin/setup" : "/admin/audit", replace: true });
  },
});
