// Builds the module that browsers load, and holds it to its size.
//
//   node build.mjs [FILE]   into the integration, or where FILE says

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const OUT = "../custom_components/heat_pump_thermostat/frontend/heat-pump-thermostat-card.js";
const MOST_BYTES = 50_000;
const MOST_BYTES_GZIPPED = 17_000;

/** Style sheets as text, and templates without the indentation of the source. */
const small = {
  name: "small",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = readFileSync(path, "utf8");
      const { code } = await transform(css, { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
    onLoad({ filter: /src\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(/\n\s+/g, "\n"),
      loader: "ts",
    }));
  },
};

process.chdir(import.meta.dirname ?? new URL(".", import.meta.url).pathname);
const outfile = process.argv[2] ?? OUT;
await build({
  entryPoints: ["src/index.ts"],
  plugins: [small],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  banner: { js: "// Made from card/ by its build.mjs; lit is BSD-3-Clause, Google LLC." },
});

const code = readFileSync(outfile);
const sizes = { raw: code.length, gzipped: gzipSync(code, { level: 9 }).length };
console.log(`card: ${sizes.raw} bytes, ${sizes.gzipped} gzipped`);
if (sizes.raw > MOST_BYTES || sizes.gzipped > MOST_BYTES_GZIPPED) {
  console.error(`card: at most ${MOST_BYTES}, and ${MOST_BYTES_GZIPPED} gzipped`);
  process.exit(1);
}
