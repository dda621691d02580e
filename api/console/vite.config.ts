/// <reference types="vitest/config" />
import { gzipSync } from "node:zlib";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// The service sends what lies beside a file as `.gz` to whoever takes it: compressed once, here.
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir }) {
      const assets = join(dir ?? "dist", "assets");
      for (const name of readdirSync(assets)) {
        if (/\.(js|mjs|css|svg)$/.test(name)) {
          writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }));
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: "es2022",
    manifest: true, // tells what the first page loads
    chunkSizeWarningLimit: 1500, // kB before compression; map and charts are chunks of their own
    assetsInlineLimit: 0, // nothing inline: the policy allows files of our own only
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true }, "/evidence": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts"], isolate: false }, // they are pure: nothing to keep apart
});
