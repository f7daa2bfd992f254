import assert from "node:assert/strict";
import test from "node:test";
import { type Key, moved, Pending, type Range, type Targets, within } from "../src/setpoints.ts";
import { drawn, oneOf } from "./house.ts";

const CELSIUS: Range = { min: 7, max: 35, step: 0.5, separation: 1.67 };
const FAHRENHEIT: Range = { min: 45, max: 95, step: 1, separation: 3 };
const BOTH: Targets = { target_temp_low: 20, target_temp_high: 24 };

test("a setpoint stands on a step, and within the range", () => {
  assert.equal(within(CELSIUS, 20.26), 20.5);
  assert.equal(within(CELSIUS, 99), 35);
  assert.equal(within(FAHRENHEIT, 44), 45);
});

test("a single setpoint moves alone", () => {
  assert.deepEqual(moved({ temperature: 20 }, "temperature", 20.5, CELSIUS), { temperature: 20.5 });
});

test("one of two pushes the other along, and no further than it must", () => {
  assert.deepEqual(moved(BOTH, "target_temp_low", 23, CELSIUS),
    { target_temp_low: 23, target_temp_high: 25 });
  assert.deepEqual(moved(BOTH, "target_temp_high", 21, CELSIUS),
    { target_temp_low: 19, target_temp_high: 21 });
  assert.deepEqual(moved(BOTH, "target_temp_low", 21, CELSIUS),
    { target_temp_low: 21, target_temp_high: 24 });
});

test("however two setpoints are moved, they stay apart, on steps and in range", () => {
  for (const range of [CELSIUS, FAHRENHEIT]) {
    const draw = drawn(7);
    let targets: Targets = { target_temp_low: range.min + 13, target_temp_high: range.min + 17 };
    for (let i = 0; i < 2000; i += 1) {
      const key = oneOf<Key>(draw, ["target_temp_low", "target_temp_high"]);
      targets = moved(targets, key, range.min - 5 + draw() * (range.max - range.min + 10), range);
      const { target_temp_low: low, target_temp_high: high } = targets as Required<Targets>;
      assert.ok(high - low >= range.separation - 0.001, `${low} ${high}`);
      for (const value of [low, high]) {
        assert.ok(value >= range.min && value <= range.max);
        assert.equal(value % range.step, 0);
      }
    }
  }
});

test("taps add up at once and are sent once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const sent: number[] = [];
  const shown: (number | undefined)[] = [];
  const pending = new Pending<number>(async (value) => sent.push(value), () => shown.push(pending.value));
  for (const value of [20.5, 21, 21.5]) {
    pending.set(value);
    t.mock.timers.tick(300);
  }
  assert.deepEqual([sent, pending.value], [[], 21.5]);
  t.mock.timers.tick(800);
  assert.deepEqual(sent, [21.5]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pending.value, undefined);
  assert.deepEqual(shown, [20.5, 21, 21.5, undefined]);
});

test("an answer to an older tap does not make a newer one jump back", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const answers: (() => void)[] = [];
  const pending = new Pending<number>(() => new Promise<void>((done) => answers.push(done)), () => {});
  pending.set(21);
  t.mock.timers.tick(800);
  pending.set(22);
  answers[0]!();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pending.value, 22);
});

test("what is refused is shown as it was before", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const pending = new Pending<number>(() => Promise.reject(new Error("no")), () => {});
  pending.set(99);
  await pending.flush();
  assert.equal(pending.value, undefined);
});

test("nothing is sent where nothing was moved", async () => {
  const sent: number[] = [];
  await new Pending<number>(async (value) => sent.push(value), () => {}).flush();
  assert.deepEqual(sent, []);
});
