// Builds the module that browsers load, and holds it to its size.
//
//   node build.mjs [FILE]   into the integration, or where FILE says

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const OUT = "../custom_components/heat_pump_thermostat/frontend/heat-pump-thermostat-card.js";
const MOST_BYTES = 50 * 1024;
const MOST_BYTES_GZIPPED = 17 * 1024;

/** Style sheets as text, and templates without the white space of the source. */
const small = {
  name: "small",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = readFileSync(path, "utf8");
      const { code } = await transform(css, { loader: "css", minify: true, target: "es2022" });
      return { contents: code.trim(), loader: "text" };
    });
    onLoad({ filter: /src\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll(/\n\s+/g, "\n")
        .replaceAll(/(?<=[>}])\n(?=[<$])/g, ""),
      loader: "ts",
    }));
  },
};

process.chdir(import.meta.dirname ?? new URL(".", import.meta.url).pathname);
const outfile = process.argv[2] ?? OUT;
const { outputFiles } = await build({
  entryPoints: ["src/index.ts"],
  plugins: [small],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
const { code } = await minify(outputFiles[0].text, {
  module: true,
  ecma: 2020,
  compress: { passes: 3, pure_getters: true, unsafe: true, unsafe_arrows: true },
  format: { preamble: "// Made from card/. lit: BSD-3-Clause, Google LLC" },
});
for (const needed of ["heat-pump-thermostat-card", "ll-strategy-dashboard", "customElements"]) {
  if (!code.includes(needed)) throw new Error(`${needed} is missing`);
}
writeFileSync(outfile, `${code}\n`);
const sizes = { raw: code.length, gzipped: gzipSync(code, { level: 9, memLevel: 9 }).length };
console.log(`card: ${sizes.raw} bytes, ${sizes.gzipped} gzipped`);
if (sizes.raw > MOST_BYTES || sizes.gzipped > MOST_BYTES_GZIPPED) {
  console.error(`card: at most ${MOST_BYTES}, and ${MOST_BYTES_GZIPPED} gzipped`);
  process.exit(1);
}
