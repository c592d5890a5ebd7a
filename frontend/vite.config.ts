import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compress } from "./vite/compress.ts";
import { gqlDocs } from "./vite/gql-docs.ts";
import { locales } from "./vite/locales.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** One route tree per audience: a client's browser must not load staff code. */
const routes = (audience: "portal" | "staff" | "ops") =>
  tanstackRouter({
    target: "react",
    autoCodeSplitting: true,
    routesDirectory: path(`./src/${audience}/routes`),
    generatedRouteTree: path(`./src/${audience}/routeTree.gen.ts`),
    routeFileIgnorePattern: ".test.",
    quoteStyle: "double",
    semicolons: true,
  });

/** `CAIRN_ENTRIES=portal,pages` builds only these, for a quick look. */
const wanted = process.env.CAIRN_ENTRIES?.split(",");
const entries = Object.fromEntries(
  Object.entries({
    portal: path("./src/portal/main.tsx"),
    staff: path("./src/staff/main.tsx"),
    ops: path("./src/ops/main.tsx"),
    pages: path("./src/pages.css"),
  }).filter(([name]) => !wanted || wanted.includes(name)),
);

/** What every page of every audience loads first: in one file, which compresses better than the forty it would be cut into. */
const base =
  /\/src\/(api\/(?!wire)|i18n\/|app\/(?!step-up|signed-out-dialog)|lib\/(attempt|cx|ids|names|theme|time|use-media|use-now)\.|ui\/(avatar|button|errors|feedback|layout|link|press|provider|toaster)\.)/;

export default defineConfig({
  plugins: [
    gqlDocs({
      center: path("./src/gql/persisted-documents.json"),
      operator: path("./src/ops/gql/persisted-documents.json"),
      withText: process.env.GQL_TEXT === "1",
    }),
    locales(),
    routes("portal"),
    routes("staff"),
    routes("ops"),
    { ...optimizeLocales.vite({ locales: ["en-US", "es-ES"] }), enforce: "pre" },
    react(),
    tailwindcss(),
    compress({
      [path("./src/gql/persisted-documents.json")]: "persisted-documents.json",
      [path("./src/ops/gql/persisted-documents.json")]: "persisted-documents.ops.json",
    }),
  ],
  resolve: {
    alias: [
      { find: "@", replacement: path("./src") },
      { find: "@locales", replacement: path("./locales") },
      { find: /^@formatjs\/icu-messageformat-parser$/, replacement: "@formatjs/icu-messageformat-parser/no-parser.js" },
    ],
  },
  build: {
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: { codeSplitting: { groups: [{ name: "base", test: base }] } },
      input: entries,
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "tests/unit/**/*.test.ts"],
    setupFiles: ["./tests/setup.ts"],
    globalSetup: ["./tests/zone.ts"],
    restoreMocks: true,
  },
});
