/** The last hours and the next ones: what the room did, and what made it so. */

import type { Chart, Drawn } from "./chart.ts";
import type { Hass } from "./hass.ts";
import type { Outlook } from "./outlook.ts";
import type { Past } from "./past.ts";
import { around, type Axis, line, on, type Point, spans } from "./plot.ts";
import type { View } from "./view.ts";
import { clock, degrees, word } from "./words.ts";

const HOUR = 3_600_000;
export const BEHIND = 24 * HOUR;
const AHEAD = 12 * HOUR;
/** What runs, each in a lane and a tone of its own. */
export const LANES: [key: string, tone: string][] = [
  ["compressor", "heat"], ["aux_heat", "auxiliary"], ["defrosting", "defrost"],
];

const lasting = (hours: number): string =>
  hours < 1 ? `${Math.round(60 * hours)} min` : `${Math.round(hours)} h`;

/** Return the graph of what was, and of what is foreseen. */
export function graphOf(
  hass: Hass, view: View, past: Past, now: number, outlook?: Outlook,
): Chart {
  const { roles, entity, setpoints, mode } = view;
  const { hours = [], next, rise } = outlook ?? {};
  const isForeseen = hours.length > 0 || !!next;
  const from = Math.min(Math.max(now - BEHIND, past.first(now)), now - 2 * HOUR);
  const x: Axis = { from, to: isForeseen ? now + AHEAD : now };
  const seen = (id: string | undefined, attribute?: string): Point[] => {
    const points = past.numbers(id, attribute);
    const last = points.at(-1);
    return last ? [...points.map(([at, value]): Point => [Math.max(at, from), value]), [now, last[1]]] : [];
  };
  const room = seen(entity, "current_temperature");
  const outdoor = seen(roles.outdoor_temperature);
  const weather = hours.map((hour): Point => [Math.max(hour.at, now), hour.outdoor]);
  const aims: [string, Point[]][] = [
    ["heat", seen(entity, "target_temp_low")],
    ["cool", seen(entity, "target_temp_high")],
    [mode === "cool" ? "cool" : "heat", seen(entity, "temperature")],
  ];
  for (const { side, value } of isForeseen ? setpoints : []) {
    const then = next?.[side] ?? value;
    aims.push([`${side} ahead`, [[now, value], [next?.at ?? x.to, then], [x.to, then]]]);
  }
  const inside = around([room, ...aims.map(([, points]) => points)].flat(), 4);
  const outside = around([...outdoor, ...weather], 6);
  const dearest = Math.max(...hours.map(({ price }) => price ?? 0));
  const prices = hours.map(({ at, price }) =>
    price && at >= now ? `M${on(x, at + HOUR / 2)} 100V${Math.round(100 - (22 * price) / dearest)}` : "");
  const lines = (look: string, points: Point[], y?: Axis, name?: string): Drawn[] =>
    y && points[0] ? [{ look, path: line(points, x, y, /heat|cool/.test(look)), name }] : [];
  const lanes = LANES.flatMap(([key, look]): Drawn[] => {
    const times = past.times(roles[key], from, now);
    const ran = times.reduce((sum, [begin, end]) => sum + end - begin, 0) / HOUR;
    const name = `${word(key)} ${lasting(ran)}`;
    return ran ? [{ look, path: spans(times, x), name, isLane: true }] : [];
  });
  const ends = (y?: Axis): string[] | undefined =>
    y && [y.to, y.from].map((value) => degrees(hass.locale, value, 0));
  return {
    label: [word("history"), ...lanes.map(({ name }) => name)].join(", "),
    left: ends(inside),
    right: ends(outside),
    ticks: [x.from, x.to].map((at) => clock(hass, at, now)),
    drawn: [
      ...(rise && rise.arrival > now
        ? [{ look: "area", path: spans([[Math.max(rise.begins, now), rise.arrival]], x, true) }]
        : []),
      { look: "bar", path: prices.join("") },
      { look: "moment", path: `M${on(x, now)} 0V100` },
      ...lines("outdoor", outdoor, outside, word("outdoors")),
      ...lines("outdoor ahead", weather, outside),
      ...aims.flatMap(([look, points]) => lines(look, points, inside)),
      ...lines("room", room, inside, word("room")),
      ...lanes,
    ],
  };
}
