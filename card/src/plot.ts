/** Lines and bands as paths: x and y run from 0 to 100, whatever they measure. */

/** A point of a line; null breaks it. */
export type Point = [at: number, value: number | null];

export interface Axis {
  from: number;
  to: number;
}

/** Return where a value stands on an axis, 0 … 100, to a tenth. */
export const on = ({ from, to }: Axis, value: number): number =>
  Math.round(((value - from) / (to - from)) * 1000) / 10;

/** Return an axis around these points, at least so wide, with some air at both ends. */
export function around(points: Point[], least: number): Axis | undefined {
  const known = points.flatMap(([, value]) => value ?? []);
  if (!known.length) return undefined;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = Math.max(0.08 * (high - low), (least - (high - low)) / 2);
  return { from: low - air, to: high + air };
}

/** Return the path of a line; a stepped one keeps its value until the next point. What
 * lies closer together than can be seen is left out. */
export function line(points: Point[], x: Axis, y: Axis, isStepped = false): string {
  let path = "";
  let last: [number, number] | undefined;
  for (const [at, value] of points) {
    if (value === null) {
      last = undefined;
      continue;
    }
    const now: [number, number] = [on(x, at), on({ from: y.to, to: y.from }, value)];
    if (last && now[0] - last[0] < 0.2 && Math.abs(now[1] - last[1]) < 2) continue;
    path += last ? `${isStepped ? `H${now[0]}V${now[1]}` : `L${now.join(" ")}`}` : `M${now.join(" ")}`;
    last = now;
  }
  return path;
}

/** Return the path of spans of time, each a stroke; or each an area. */
export const spans = (times: [number, number][], x: Axis, isArea = false): string =>
  times.map(([from, to]) => {
    const begin = on(x, from);
    const end = Math.max(on(x, to), begin + 0.2);
    return isArea ? `M${begin} 0H${end}V100H${begin}Z` : `M${begin} 0H${end}`;
  }).join("");
