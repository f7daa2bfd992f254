/** House, air handler and outdoor unit, and what flows between them. */

import { nothing, svg, type SVGTemplateResult } from "lit/html.js";
import type { View } from "./view.ts";

const HOUSE = "M10 70 78 16l68 54M24 60v76h108V60";

/** Draw what a thermostat's machine does; `label` says it, `outdoor` is written there. */
export function drawing(view: View, label: string, outdoor: string): SVGTemplateResult {
  const { flow } = view;
  const flows = flow.heat !== "none" || flow.isDefrosting;
  const isWarm = flow.backup !== "none" || flow.heat === "in";
  const way = flow.isDefrosting ? "defrost" : flow.heat;
  return svg`<svg class="drawing ${way} ${isWarm ? "warm" : ""}" viewBox="2 10 214 136" role="img" aria-label=${label}>
    <path d=${HOUSE} />
    <path class="faint" d="M4 136h212" />
    <path class="faint a" d="M122 102h38" />
    <path class="faint b" d="M122 118h38" />
    ${flows
      ? svg`<g class="drops a"><path class="a bold" d="M126 102h1m12 0h1" /></g>
          <g class="drops b"><path class="b bold" d="M142 118h1m-14 0h1" /></g>`
      : nothing}
    <rect class="box" x="92" y="84" width="30" height="52" rx="3" />
    <path class="faint a" d="M97 100h20M97 106h20M97 112h20M97 118h20" />
    ${flow.backup === "strips"
      ? svg`<path class="bold strips" d="m97 93 3-4 4 6 4-6 4 6 4-6 3 4" />`
      : nothing}
    ${flow.backup === "furnace"
      ? svg`<path class="flame" d="M107 88c5 4 7 7 7 11a7 7 0 0 1-14 0c0-2 1-4 3-5 0 2 1 3 2 3 1-3 0-6 2-9Z" />`
      : nothing}
    ${flow.fan
      ? svg`<g class="breeze"><path d="M98 78c-4-4 4-8 0-13m9 11c-4-4 4-8 0-13m9 15c-4-4 4-8 0-13" /></g>`
      : nothing}
    <rect class="box" x="160" y="90" width="48" height="46" rx="3" />
    <circle class="faint" cx="184" cy="113" r="17" />
    <g class="blades ${flow.heat !== "none" ? "turning" : ""}">
      <path d="M184 113c-2-5-2-10 1-14 4 3 4 9-1 14Zm0 0c5-1 10 0 13 4-4 3-10 2-13-4Zm0 0c-3 5-7 8-12 8 0-5 5-9 12-8Z" />
    </g>
    ${flow.isDefrosting ? svg`<path class="melt" d="M168 139v4m16-4v4m16-4v4" />` : nothing}
    <text x="184" y="82" text-anchor="middle">${outdoor}</text>
  </svg>`;
}
