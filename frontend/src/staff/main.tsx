import "@/app.css";
import { createRouter } from "@tanstack/react-router";
import { boot } from "@/api/boot";
import { makeQueryClient } from "@/api/client";
import { routerDefaults } from "@/app/router";
import { start } from "@/app/start";
import { routeTree } from "./routeTree.gen";

const queryClient = makeQueryClient();
const router = createRouter({ ...routerDefaults, routeTree, basepath: `${boot().base}/app`, context: { queryClient } });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

document.documentElement.dataset.density = "staff";

void start({
  router,
  queryClient,
  loaders: {
    en: () => Promise.all([import("@locales/common.en.json"), import("@locales/staff.en.json")]),
    es: () => Promise.all([import("@locales/common.es.json"), import("@locales/staff.es.json")]),
  },
});
