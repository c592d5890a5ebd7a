import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./vite/compress.ts";
import { systemFonts } from "./vite/system-fonts.ts";

/** The demo's explorer, built apart: what it loads must not change how the apps are cut into chunks. After the apps. */
export default defineConfig({
  plugins: [systemFonts(), react(), compress()],
  build: {
    manifest: ".vite/explorer.json",
    emptyOutDir: false,
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { explorer: fileURLToPath(new URL("./src/explorer/main.tsx", import.meta.url)) },
      // Libraries with directives of their own, which mean nothing here.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
});
