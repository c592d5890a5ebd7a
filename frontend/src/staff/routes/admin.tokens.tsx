import { createFileRoute } from "@tanstack/react-router";
import { apiTokens } from "@/features/setup/queries";
import { TokensPart } from "@/features/setup/tokens";

export const Route = createFileRoute("/admin/tokens")({
  loader: ({ context }) => context.queryClient.ensureQueryData(apiTokens),
  component: TokensPart,
});
