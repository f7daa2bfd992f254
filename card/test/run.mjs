// Bundles the tests, and has Node's own test runner run them.
//
//   node test/run.mjs [ARGS of node --test]

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "card-"));
try {
  const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: tests.map((name) => join(here, name)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    loader: { ".css": "text" },
    sourcemap: "inline",
    absWorkingDir: here,
    define: { "import.meta.dirname": JSON.stringify(here) },
  });
  const files = tests.map((name) => join(folder, name.replace(/ts$/, "mjs")));
  const args = ["--enable-source-maps", "--test", ...process.argv.slice(2), ...files];
  process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
