/** The balance chart: what the house loses and the machine gives over the weather. */

import type { Chart, Drawn } from "./chart.ts";
import type { Hass } from "./hass.ts";
import { nearest, type Outlook } from "./outlook.ts";
import { line, on, type Point } from "./plot.ts";
import type { View } from "./view.ts";
import { degrees, number, word } from "./words.ts";

const MONTH = 30 * 86_400_000;
/** The coldest weather that is shown, in °C and °F. */
const COLDEST: Record<string, number> = { "°C": -20, "°F": -5 };

/** Hours that something ran, by even degrees outdoors. */
export type Hours = Map<number, number>;

interface Statistic {
  start: number;
  mean?: number | null;
  change?: number | null;
}

/** Return how long something ran in which weather, by hourly statistics. */
export function hoursBy(weather: Statistic[] = [], ran: Statistic[] = []): Hours {
  const means = new Map(weather.map(({ start, mean }) => [start, mean]));
  const found: Hours = new Map();
  for (const { start, change } of ran) {
    const mean = means.get(start) ?? NaN;
    const bin = Math.round(mean / 2) * 2;
    if (change && change > 0 && mean === mean) found.set(bin, (found.get(bin) ?? 0) + change);
  }
  return found;
}

/** Ask how long the compressor ran in which weather; none where nobody counts. */
export async function askHours(hass: Hass, { roles, unit }: View, now: number): Promise<Hours> {
  const ids = [roles.outdoor_temperature ?? "", roles.compressor_runtime ?? ""] as const;
  try {
    const told = await hass.callWS<Record<string, Statistic[]>>({
      type: "recorder/statistics_during_period",
      start_time: new Date(now - MONTH).toISOString(),
      period: "hour",
      statistic_ids: ids,
      types: ["mean", "change"],
      units: { duration: "h", temperature: unit },
    });
    return hoursBy(told[ids[0]], told[ids[1]]);
  } catch {
    return new Map();
  }
}

/** Return the chart, with today's weather in it. */
export function balanceOf(
  hass: Hass, { unit, outdoor }: View, outlook: Outlook, hours: Hours,
): Chart {
  const { curve, thermal_balance, economic_balance } = outlook;
  const shown = curve.filter((point) => point.outdoor >= COLDEST[unit]!);
  const x = { from: shown[0]!.outdoor, to: shown.at(-1)!.outdoor };
  const most = 1.1 * Math.max(...shown.flatMap(({ load, capacity }) => [load, capacity ?? 0]));
  const y = { from: 0, to: most };
  const told = (value: number): string => degrees(hass.locale, value, 0);
  const curveOf = (key: "load" | "capacity"): string =>
    line(shown.map((point): Point => [point.outdoor, point[key]]), x, y);
  const upright = (key: string, look: string, at?: number | null): Drawn[] =>
    at === null || at === undefined || at < x.from || at > x.to
      ? []
      : [{ look, path: `M${on(x, at)} 0V100`, name: `${word(key)} ${told(at)}` }];
  const longest = Math.max(...hours.values());
  const bars = [...hours].map(([at, ran]) => `M${on(x, at)} 100V${Math.round(100 - (30 * ran) / longest)}`);
  const today = nearest(outlook, outdoor);
  const points = [today?.load, today?.capacity].map((power) =>
    power === null || power === undefined ? "" : `M${on(x, outdoor!)} ${100 - on(y, power)}h0`);
  const marks = [
    ...upright("thermal_balance", "fan", thermal_balance),
    ...upright("economic_balance", "furnace", economic_balance),
    ...upright("now", "room", outdoor),
  ];
  return {
    label: [word("balance"), ...marks.map(({ name }) => name)].join(", "),
    left: [`${number(hass.locale, most, 0)} kW`, "0"],
    ticks: [told(x.from), told(x.to)],
    drawn: [
      { look: "bar", path: bars.join(""), name: bars.length ? word("hours_run") : undefined },
      ...marks,
      { look: "cool", path: curveOf("load"), name: word("load") },
      { look: "heat", path: curveOf("capacity"), name: word("capacity") },
      { look: "point", path: points.join("") },
    ],
  };
}
