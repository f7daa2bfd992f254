import assert from "node:assert/strict";
import test from "node:test";
import { balanceOf, hoursBy } from "../src/balance.ts";
import { graphOf } from "../src/graph.ts";
import type { Outlook } from "../src/outlook.ts";
import { Past } from "../src/past.ts";
import { around, line, on, type Point, spans } from "../src/plot.ts";
import { CLIMATE, drawn, house, type House, MACHINES, NOW, seen } from "./house.ts";

const HOUR = 3_600_000;
const X = { from: 0, to: 100 };

test("a line goes through its points, and breaks where nothing is known", () => {
  assert.equal(line([[0, 0], [50, 100], [60, null], [100, 50]], X, X), "M0 100L50 0M100 50");
  assert.equal(line([[0, 0], [50, 100]], X, X, true), "M0 100H50V0");
});

test("points closer than can be seen are left out, and no leap is", () => {
  const many: Point[] = Array.from({ length: 10_000 }, (_, i) => [i / 100, 50]);
  assert.ok(line(many, X, X).split("L").length < 600);
  many[5000] = [50, 90];
  assert.match(line(many, X, X), /50 10L/);
});

test("an axis holds all points with air around, and is not too narrow", () => {
  assert.deepEqual(around([[0, 20], [1, 20]], 4), { from: 18, to: 22 });
  const axis = around([[0, 0], [1, 100], [2, null]], 4)!;
  assert.ok(axis.from < 0 && axis.to > 100);
  assert.equal(around([[0, null]], 4), undefined);
});

test("the shortest span can be seen", () => {
  assert.equal(spans([[10, 10], [20, 30]], X), "M10 0H10.2M20 0H30");
  assert.equal(on({ from: 10, to: 20 }, 15), 50);
});

/** A past in which these rows were told. */
function pastOf(rows: Record<string, { s: string; a?: Record<string, unknown>; lu: number }[]>): Past {
  const hass = house();
  hass.connection.subscribeMessage = async (tell) => {
    tell({ states: rows } as never);
    return () => {};
  };
  return new Past(hass, [], NOW, () => {});
}

const rows = {
  [CLIMATE]: [
    { s: "heat", a: { current_temperature: 19, temperature: 20 }, lu: (NOW - 20 * HOUR) / 1000 },
    { s: "heat", a: { current_temperature: 20.5, temperature: 21 }, lu: (NOW - HOUR) / 1000 },
  ],
  "binary_sensor.upstairs_compressor": [
    { s: "on", lu: (NOW - 30 * HOUR) / 1000 }, { s: "off", lu: (NOW - 23 * HOUR) / 1000 },
    { s: "on", lu: (NOW - 2 * HOUR) / 1000 }, { s: "unavailable", lu: (NOW - HOUR) / 1000 },
    { s: "on", lu: (NOW - 0.5 * HOUR) / 1000 },
  ],
  "sensor.upstairs_outdoor_temperature": [
    { s: "-4", lu: (NOW - 24 * HOUR) / 1000 }, { s: "unknown", lu: (NOW - 12 * HOUR) / 1000 },
    { s: "0", lu: (NOW - 6 * HOUR) / 1000 },
  ],
};
const OUTLOOK: Outlook = {
  separation: 2, thermal_balance: -8, economic_balance: null, heat_prices: {},
  curve: [{ outdoor: -20, load: 8, capacity: 4, cop: 2 }, { outdoor: -4, load: 5, capacity: 6, cop: 2.8 },
    { outdoor: 20, load: 0, capacity: 10, cop: 4 }],
  hours: [{ at: NOW, outdoor: -1, price: 0.2 }, { at: NOW + HOUR, outdoor: -2, price: 0.4 }],
  next: { at: NOW + 3 * HOUR, heat: 18, cool: 26 },
  rise: { begins: NOW + HOUR, arrival: NOW + 3 * HOUR, purpose: "store", heat: 21 },
};

function graph(hass: House, past: Past, outlook?: Outlook) {
  const view = seen(hass, outlook);
  return graphOf(hass, view, past, NOW, outlook);
}

const path = (of: ReturnType<typeof graph>, look: string): string =>
  of.drawn.find((each) => each.look === look && each.path)?.path ?? "";

test("the last day is told: room, setpoint, weather, and for how long what ran", () => {
  const told = graph(house(), pastOf(rows));
  assert.equal(told.label, "The last day and the hours to come, Compressor 3 h");
  assert.match(path(told, "room"), /^M16.7 /);
  assert.match(path(told, "heat"), /H95.8V/);
  assert.match(path(told, "outdoor"), /^M0 .*M75 /);
  assert.equal(path(told, "heat ahead"), "");
});

test("the hours to come are told where they are foreseen", () => {
  const told = graph(house(), pastOf(rows), OUTLOOK);
  assert.match(path(told, "heat ahead"), /^M66.7 .*H75V/);
  assert.match(path(told, "outdoor ahead"), /^M66.7 /);
  assert.equal(path(told, "bar").split("M").length, 3);
  assert.match(path(told, "area"), /^M69.4 0H75/);
});

test("a new thermostat shows what there is", () => {
  const told = graph(house(), pastOf({}));
  assert.deepEqual([told.left, told.right], [undefined, undefined]);
  assert.deepEqual(told.ticks, ["12:00", "14:00"]);
});

test("whatever was recorded, the graph has no number that is none", () => {
  const draw = drawn(3);
  for (let i = 0; i < 200; i += 1) {
    const odd = (): string => ["on", "off", "unknown", "", "-3", "21.5", "unavailable"][Math.floor(draw() * 7)]!;
    const row = (): { s: string; a: Record<string, unknown>; lu: number } => ({
      s: odd(), lu: (NOW - draw() * 40 * HOUR) / 1000,
      a: { current_temperature: draw() < 0.3 ? null : 20 * draw(), temperature: draw() < 0.3 ? undefined : 20 },
    });
    const random = Object.fromEntries(Object.keys(rows).map((id) =>
      [id, Array.from({ length: Math.floor(draw() * 9) }, row).sort((a, b) => a.lu - b.lu)]));
    const told = graph(house(MACHINES.dualFuel), pastOf(random), draw() < 0.5 ? OUTLOOK : undefined);
    assert.ok(!JSON.stringify(told).includes("NaN"), JSON.stringify(told));
  }
});

test("hours are counted by the weather in which they were", () => {
  const weather = [{ start: 0, mean: -4.2 }, { start: 1, mean: -3.8 }, { start: 2, mean: null }, { start: 3, mean: 0 }];
  const ran = [{ start: 0, change: 0.5 }, { start: 1, change: 1 }, { start: 2, change: 1 },
    { start: 3, change: 0.25 }, { start: 4, change: 1 }, { start: 1, change: -9 }];
  assert.deepEqual([...hoursBy(weather, ran)], [[-4, 1.5], [0, 0.25]]);
  assert.deepEqual([...hoursBy()], []);
});

test("the balance chart tells both balance points, and today's weather", () => {
  const hass = house();
  const view = seen(hass, OUTLOOK);
  const told = balanceOf(hass, view, OUTLOOK, new Map([[-4, 3]]));
  assert.equal(told.label, "Balance of house and machine, Alone down to −8°, Now −4°");
  assert.deepEqual(told.ticks, ["−20°", "20°"]);
  assert.equal(path(told, "point").split("M").length, 3);
  assert.ok(!JSON.stringify(told).includes("NaN"));
  const mild = balanceOf(hass, { ...view, outdoor: undefined }, { ...OUTLOOK, thermal_balance: null }, new Map());
  assert.equal(mild.label, "Balance of house and machine");
});
