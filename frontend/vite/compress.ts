import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Writes .br and .gz beside each text asset of this build, and the lists of trusted documents beside the manifest. */
export function compress(documents: Record<string, string> = {}): Plugin {
  let out = "dist";
  return {
    name: "compress",
    apply: "build",
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    writeBundle(_options, bundle) {
      for (const [from, to] of Object.entries(documents)) {
        if (existsSync(from)) copyFileSync(from, join(out, to));
        else writeFileSync(join(out, to), "{}\n");
      }
      for (const name of Object.keys(bundle)) {
        if (!/^assets\/.*\.(js|css|svg|json)$/.test(name)) continue;
        const body = readFileSync(join(out, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
        writeFileSync(join(out, `${name}.br`), brotliCompressSync(body, { params }));
        writeFileSync(join(out, `${name}.gz`), gzipSync(body, { level: 9 }));
      }
    },
  };
}
