import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/groups/$id/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/groups/$id/$part", params: { id: params.id, part: "meetings" }, replace: true });
  },
});
