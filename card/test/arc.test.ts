import assert from "node:assert/strict";
import test from "node:test";
import { arc, CENTER, pointAt, valueAt } from "../src/arc.ts";

const SCALE = { min: 7, max: 35 };

test("what is pointed at is what stands there", () => {
  for (let value = SCALE.min; value <= SCALE.max; value += 0.5) {
    const [x, y] = pointAt(SCALE, value);
    assert.ok(Math.abs(valueAt(SCALE, x, y) - value) < 0.02, String(value));
  }
});

test("in the gap below, the nearer end counts", () => {
  assert.equal(valueAt(SCALE, CENTER + 10, 190), SCALE.max);
  assert.equal(valueAt(SCALE, CENTER - 10, 190), SCALE.min);
});

test("a value beyond the scale stands at its end", () => {
  assert.deepEqual(pointAt(SCALE, -20), pointAt(SCALE, SCALE.min));
  assert.deepEqual(pointAt(SCALE, 60), pointAt(SCALE, SCALE.max));
});

test("an arc runs from the lower to the higher value", () => {
  assert.equal(arc(SCALE, 22, 20), arc(SCALE, 20, 22));
  assert.match(arc(SCALE, SCALE.min, SCALE.max), / 0 1 1 /);
});
