import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { away, clock, degrees, number, speak, word } from "../src/words.ts";
import { ENGLISH, house, NOW, ROOT } from "./house.ts";

const WORDS: Record<string, string> = ENGLISH.selector.card.options;
const folder = join(ROOT, "card/src");
const SOURCE = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");

/** Whose end is worked out: they have tests of their own. */
const WORKED_OUT = /^(source|setpoint|terminal|part)_/;

test("every word that is used is in the translations", () => {
  const calls = [...SOURCE.matchAll(/word\(([^()]*)/g)].map(([, inside]) => inside!);
  const used = calls.flatMap((inside) => [...inside.matchAll(/"(\w+)"/g)].map(([, key]) => key!));
  assert.ok(used.length > 15, String(used));
  assert.deepEqual(used.filter((key) => !(key in WORDS)), []);
});

test("every word in the translations is used", () => {
  const unused = Object.keys(WORDS).filter(
    (key) => !SOURCE.includes(`"${key}"`) && !WORKED_OUT.test(key),
  );
  assert.deepEqual(unused, []);
});

test("a word that is not loaded yet is told by its key", () => {
  speak({ ...house(), localize: () => "" });
  assert.equal(word("back_to_it"), "back to it");
});

test("numbers are told as the user reads them", () => {
  assert.equal(number({ language: "en" }, 1234.5, 1), "1,234.5");
  assert.equal(number({ language: "de" }, 2.9, 2), "2,90");
  assert.equal(number({ language: "en", number_format: "decimal_comma" }, 2.9, 1), "2,9");
  assert.equal(degrees({ language: "en" }, -4.25), "−4.3°");
  assert.equal(degrees({ language: "en" }, 0), "0.0°");
});

test("a moment is told by its time; of another day with its name", () => {
  const hass = house();
  assert.equal(clock(hass, NOW + 420_000, NOW), "14:07");
  assert.match(clock(hass, NOW + 20 * 3_600_000, NOW), /Fri.* 10:00/);
  const twelve = { ...hass, locale: { ...hass.locale, time_format: "12" } };
  assert.match(clock(twelve, NOW, NOW), /2:00.PM/);
});

test("how far off a moment is, is told in minutes, or in hours", () => {
  assert.equal(away({ language: "en" }, NOW + 420_000, NOW), "in 7 min.");
  assert.equal(away({ language: "en" }, NOW + 3 * 3_600_000, NOW), "in 3 hr.");
});
