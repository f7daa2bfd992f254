import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { meaningOf, type Running, sourceOf, STATUSES } from "../src/situation.ts";
import { ENGLISH, ROOT, STATUSES as TOLD } from "./house.ts";

const STILL: Running = {
  compressor: false, second: false, backup: false, isFuel: false, isCooling: false,
};
const EVERY: Running[] = Array.from({ length: 32 }, (_, bits) => ({
  compressor: !!(bits & 1), second: !!(bits & 2), backup: !!(bits & 4),
  isFuel: !!(bits & 8), isCooling: !!(bits & 16),
}));

test("every status of the thermostat has a meaning, and no other", () => {
  assert.deepEqual(Object.keys(STATUSES).sort(), [...TOLD].sort());
});

test("whatever is said and runs, there are words and a color for it", () => {
  const css = ["tones.css"].map((name) => readFileSync(join(ROOT, "card/src", name), "utf8")).join();
  const words = ENGLISH.selector.card.options;
  for (const status of [...TOLD, "a_newer_one", undefined]) {
    for (const runs of EVERY) {
      const { source, tone } = meaningOf(status, runs);
      assert.ok(words[`source_${source}`], source);
      assert.ok(["idle", "off"].includes(tone) || css.includes(`.${tone}`), tone);
    }
  }
});

test("a status that several machines may have is told by what runs", () => {
  const cases: [Partial<Running>, string][] = [
    [{ compressor: true }, "heat_pump"],
    [{ compressor: true, second: true }, "heat_pump_2"],
    [{ compressor: true, backup: true }, "auxiliary"],
    [{ backup: true }, "backup"],
    [{ backup: true, isFuel: true }, "furnace"],
    [{ compressor: true, isCooling: true }, "cooling"],
    [{}, "waiting"],
  ];
  for (const [runs, source] of cases) {
    assert.equal(meaningOf("minimum_on", { ...STILL, ...runs }).source, source);
  }
});

test("a status that is not known yet is told by what runs", () => {
  assert.deepEqual(meaningOf("a_newer_one", { ...STILL, compressor: true }),
    { source: "heat_pump", tone: "heat" });
  assert.deepEqual(meaningOf("a_newer_one", STILL), { source: "unknown", tone: "rest" });
});

test("heat is never said to come from what does not run", () => {
  for (const runs of EVERY) {
    const source = sourceOf(runs);
    assert.equal(["heat_pump", "heat_pump_2", "auxiliary"].includes(source),
      runs.compressor && !runs.isCooling);
    assert.equal(source === "resting", !runs.compressor && !runs.backup);
  }
});
