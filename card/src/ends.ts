/** Until when something may be asked to last: a hold, or emergency heat. */

import type { Hass } from "./hass.ts";
import { untilOf } from "./words.ts";

const HOUR = 3_600_000;
const HOURS = [1, 2, 4];
/** Hours of the day: of the morning, after work, of the night. */
const TIMES = [7, 17, 22];

/** An end as it is read, and its moment; without one it is no end. */
export type End = [text: string, at?: number];

/** Return what ends by the clock; the soonest time of the day comes first. */
export function endsOf(hass: Hass, now: number): End[] {
  const today = new Date(now);
  const next = (hour: number): number =>
    new Date(now).setHours(hour + (hour > today.getHours() ? 0 : 24), 0, 0, 0);
  return [
    ...HOURS.map((hours): End => [`${hours} h`, now + hours * HOUR]),
    ...TIMES.map(next).sort((a, b) => a - b).map((at): End => [untilOf(hass, at), at]),
  ];
}
