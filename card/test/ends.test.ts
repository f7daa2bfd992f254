import assert from "node:assert/strict";
import test from "node:test";
import { emergencyAction } from "../src/emergency.ts";
import { endsOf } from "../src/ends.ts";
import { DOMAIN } from "../src/hass.ts";
import type { Outlook } from "../src/outlook.ts";
import { drawn, house, type House, MACHINES, NOW, seen } from "./house.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test("an end is some hours away, or the next time that it is morning, evening or night", () => {
  const ends = endsOf(house(), NOW);
  assert.deepEqual(ends.slice(0, 3), [["1 h", NOW + HOUR], ["2 h", NOW + 2 * HOUR], ["4 h", NOW + 4 * HOUR]]);
  const times = ends.slice(3).map(([, at]) => new Date(at!).getHours());
  assert.deepEqual(times.sort((a, b) => a - b), [7, 17, 22]);
});

test("whenever it is, every end lies ahead, within a day, and the soonest comes first", () => {
  const draw = drawn(7);
  for (let i = 0; i < 2000; i += 1) {
    const now = NOW + Math.floor(draw() * 365 * DAY);
    const moments = endsOf(house(), now).map(([, at]) => at!);
    // The day on which the clocks are turned has an hour more.
    assert.ok(moments.every((at) => at > now && at <= now + DAY + HOUR));
    assert.deepEqual(moments.slice(3), moments.slice(3).sort((a, b) => a - b));
  }
});

interface Asked {
  perform_action: string;
  target: object;
  data?: object;
  confirmation?: { text: string };
}

const asked = (hass: House, outlook?: Partial<Outlook>, until?: number): Asked =>
  (emergencyAction(hass, seen(hass), outlook as Outlook, until) as { config: { tap_action: Asked } })
    .config.tap_action;

test("emergency heat is asked for until then, and the question says so", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW });
  const deed = asked(house(), undefined, NOW + 2 * HOUR);
  assert.equal(deed.perform_action, `${DOMAIN}.emergency_heat`);
  assert.deepEqual(deed.data, { until: "2026-01-15T16:00:00.000Z" });
  assert.match(deed.confirmation!.text, /^The compressor stays off until 16:00, unless you end it before\. /);
});

test("without an end it lasts as long as was chosen for it, and the question says so", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: NOW });
  assert.deepEqual(asked(house()).data, {});
  assert.match(asked(house()).confirmation!.text, /^The compressor stays off until you end it\. /);
  const text = (emergency_hours: number): string => asked(house(), { emergency_hours }).confirmation!.text;
  assert.match(text(0), /until you end it/);
  assert.match(text(3), /until 17:00/);
});

test("ending it asks nothing", () => {
  const deed = asked(house(MACHINES.twoStage, { emergency_heat: "on" }));
  assert.deepEqual([deed.perform_action, deed.confirmation], ["switch.turn_off", undefined]);
});
