/** The dial: room and setpoints on one arc; a setpoint is dragged, wheeled or typed. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit/html.js";
import { arc, pointAt, valueAt } from "./arc.ts";
import type { Key, Targets } from "./setpoints.ts";
import type { Setpoint, View } from "./view.ts";
import { word } from "./words.ts";

export interface Dial {
  view: View;
  /** The setpoints as they are shown: what waits to be sent counts. */
  shown: Targets;
  degrees(value: number | undefined): string;
  move(key: Key, to: number): void;
  /** Send what was moved. */
  done(): Promise<void>;
}

const KEYS: Record<string, number> = {
  ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 4, PageDown: -4,
};

/** Return the value under a pointer. */
function pointed(view: View, event: PointerEvent): number {
  const box = (event.currentTarget as SVGElement).ownerSVGElement!.getBoundingClientRect();
  const at = (x: number, from: number): number => ((x - from) / box.width) * 200;
  return valueAt(view.range, at(event.clientX, box.left), at(event.clientY, box.top));
}

function thumb(dial: Dial, setpoint: Setpoint): SVGTemplateResult {
  const { view, shown } = dial;
  const { key, side } = setpoint;
  const value = shown[key] ?? setpoint.value;
  const { min, max, step } = view.range;
  const [x, y] = pointAt(view.range, value);
  const isOff = view.mode === "off";

  const keyed = (event: KeyboardEvent): void => {
    const steps = KEYS[event.key];
    const end = { Home: min, End: max }[event.key];
    if (steps === undefined && end === undefined) return;
    event.preventDefault();
    dial.move(key, end ?? value + steps! * step);
  };
  const wheeled = (event: WheelEvent): void => {
    // Somebody who only scrolls past must not change how warm the house is.
    if (!(event.currentTarget as Element).matches(":focus")) return;
    event.preventDefault();
    dial.move(key, value - Math.sign(event.deltaY) * step);
  };
  const held = (event: PointerEvent): void => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const dragged = (event: PointerEvent): void => {
    if (!(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    dial.move(key, pointed(view, event));
  };
  return svg`<g class="thumb ${isOff ? "off" : side}"
    role="slider" tabindex=${isOff ? -1 : 0}
    aria-label=${word(`setpoint_${side}`)} aria-disabled=${isOff}
    aria-valuemin=${min} aria-valuemax=${max} aria-valuenow=${value}
    aria-valuetext=${`${dial.degrees(value)} ${view.unit.slice(1)}`}
    @keydown=${keyed} @wheel=${wheeled}
    @pointerdown=${held} @pointermove=${dragged} @pointerup=${dial.done}>
    <circle cx=${x} cy=${y} r="26" />
    <circle class="knob" cx=${x} cy=${y} r="10" />
  </g>`;
}

/** Draw the dial; between room and setpoint lies what the machine has yet to do. */
export function dialOf(dial: Dial): TemplateResult {
  const { view, shown, degrees } = dial;
  const { room, range, setpoints } = view;
  const values = setpoints.map(({ key, value }) => shown[key] ?? value);
  const active = room !== undefined && values.length && !["off", "idle"].includes(view.tone);
  const nearest = active
    ? values.reduce((a, b) => (Math.abs(a - room) < Math.abs(b - room) ? a : b))
    : undefined;
  return html`<div class="dial">
    <svg viewBox="0 0 200 174">
      <path class="track" d=${arc(range, range.min, range.max)} />
      ${active ? svg`<path class="glow" d=${arc(range, room, nearest!)} />` : nothing}
      ${room === undefined
        ? nothing
        : svg`<g class="room"><circle cx=${pointAt(range, room)[0]} cy=${pointAt(range, room)[1]} r="4" /></g>`}
      ${setpoints.map((setpoint) => thumb(dial, setpoint))}
    </svg>
    <div class="reading">
      <b>${degrees(room)}</b>
      <small>${word("room")}</small>
    </div>
  </div>`;
}
