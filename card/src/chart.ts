/** The frame of a chart: its ends in numbers, its lines, and what they are called. */

import { html, nothing, svg, type TemplateResult } from "lit/html.js";

/** Something drawn: a path, its look and color, and its name if it has one. */
export interface Drawn {
  look: string;
  path: string;
  name?: string;
  /** Drawn in a lane of its own below the chart. */
  isLane?: boolean;
}

export interface Chart {
  /** What a screen reader says. */
  label: string;
  left?: string[];
  right?: string[];
  ticks: string[];
  drawn: Drawn[];
}

const plotOf = (drawn: Drawn[], box: string, look = "lane"): TemplateResult =>
  html`<svg class=${look} viewBox=${box} preserveAspectRatio="none" aria-hidden="true">${drawn.map(({ look: key, path }) => svg`<path class=${key} d=${path} />`)}</svg>`;

/** Draw a chart. */
export function chart({ label, left, right, ticks, drawn }: Chart): TemplateResult {
  const row = (texts: string[] | undefined, look: string): TemplateResult | typeof nothing =>
    texts ? html`<div class=${look}>${texts.map((text) => html`<span>${text}</span>`)}</div>` : nothing;
  return html`<figure role="img" aria-label=${label}>
    ${row(left, "ends")}${row(right, "ends right")}
    ${plotOf(drawn.filter(({ isLane }) => !isLane), "0 0 100 100", "plot")}
    ${drawn.map((each) => (each.isLane ? plotOf([each], "0 -1 100 2") : nothing))}
    ${row(ticks, "ticks")}
    <div class="legend">${drawn.map(({ look, name }) => name ? html`<span class=${look}>${name}</span>` : nothing)}</div>
  </figure>`;
}
