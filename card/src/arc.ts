/** The dial's geometry: three quarters of a circle, open at the bottom. */

export const CENTER = 100;
export const RADIUS = 84;
const FIRST = 135;
const SWEEP = 270;

export interface Scale {
  min: number;
  max: number;
}

const share = ({ min, max }: Scale, value: number): number =>
  Math.min(1, Math.max(0, (value - min) / (max - min)));

/** Return where a value stands on the arc. */
export function pointAt(scale: Scale, value: number, radius = RADIUS): [number, number] {
  const angle = ((FIRST + SWEEP * share(scale, value)) * Math.PI) / 180;
  const round = (x: number): number => Math.round(x * 100) / 100;
  return [round(CENTER + radius * Math.cos(angle)), round(CENTER + radius * Math.sin(angle))];
}

/** Return the path of the arc between two values. */
export function arc(scale: Scale, from: number, to: number): string {
  const [low, high] = from < to ? [from, to] : [to, from];
  const isLarge = (share(scale, high) - share(scale, low)) * SWEEP > 180;
  const start = pointAt(scale, low).join(" ");
  return `M${start}A${RADIUS} ${RADIUS} 0 ${isLarge ? 1 : 0} 1 ${pointAt(scale, high).join(" ")}`;
}

/** Return the value under a point of the dial; beyond an end, that end. */
export function valueAt(scale: Scale, x: number, y: number): number {
  const angle = (Math.atan2(y - CENTER, x - CENTER) * 180) / Math.PI;
  const swept = (angle - FIRST + 720) % 360;
  const gap = 360 - SWEEP;
  const part = swept <= SWEEP ? swept / SWEEP : swept < SWEEP + gap / 2 ? 1 : 0;
  return scale.min + part * (scale.max - scale.min);
}
