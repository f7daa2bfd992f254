import assert from "node:assert/strict";
import test from "node:test";
import { DOMAIN } from "../src/hass.ts";
import { DashboardStrategy, PARTS, ViewStrategy } from "../src/strategy.ts";
import { CLIMATE, ENGLISH, house, type House, MACHINES } from "./house.ts";

interface View {
  badges: Record<string, unknown>[];
  sections: { cards: Record<string, any>[] }[];
}

const page = async (hass: House, part?: string): Promise<View> =>
  (await ViewStrategy.generate({ entity: CLIMATE, part }, hass)) as unknown as View;

/** Every key of an entity that the integration has. */
const KEYS = Object.values<Record<string, unknown>>(ENGLISH.entity).flatMap(Object.keys);

function whole(): House {
  const named = Object.values(PARTS).flatMap(([, tiles]) => tiles.split(" ").filter(Boolean));
  return house(MACHINES.twoStage, Object.fromEntries(
    [...named, "compressor_runtime", "aux_heat_runtime", "cost"].map((key) => [key, "1"])));
}

test("every entity that the page names is one of the integration", () => {
  const named = Object.values(PARTS).flatMap(([, tiles, bars = [], lines = ""]) =>
    [tiles, ...bars, lines].flatMap((keys) => keys.split(" ").filter(Boolean)));
  assert.deepEqual(named.filter((key) => !KEYS.includes(key)), []);
});

test("every part has a heading", () => {
  const words = ENGLISH.selector.card.options;
  for (const part of Object.keys(PARTS)) assert.ok(part === "control" || words[`part_${part}`], part);
});

test("the page has all parts, and the card first", async () => {
  const { sections } = await page(whole());
  assert.equal(sections.length, Object.keys(PARTS).length);
  assert.equal(sections[0]!.cards[0]!.type, "custom:heat-pump-thermostat-card");
  const headings = sections.slice(1).map(({ cards }) => cards[0]!.heading);
  assert.deepEqual(headings, ["Today", "Cost and energy", "Machine", "House", "Upkeep"]);
});

test("a part can stand alone", async () => {
  const { sections } = await page(whole(), "machine");
  assert.equal(sections.length, 1);
  assert.equal(sections[0]!.cards[0]!.heading, "Machine");
});

test("only what exists and is not hidden has a place, and empty parts have none", async () => {
  const hass = house();
  for (const entity of Object.values(hass.entities)) entity!.hidden = entity!.entity_id !== CLIMATE;
  const { sections } = await page(hass);
  assert.equal(sections.length, 1);

  const bare = await page(house());
  const entities = bare.sections.flatMap(({ cards }) => cards.flatMap(({ entity }) => entity ?? []));
  assert.ok(entities.includes("sensor.upstairs_cop"));
  for (const entity of entities) assert.ok(house().states[entity], entity);
});

test("badges tell the source, the weather, and what is wrong while something is", async () => {
  const { badges } = await page(house());
  assert.deepEqual(badges.map(({ type, entity }) => [type, entity]), [
    ["custom:heat-pump-thermostat-badge", CLIMATE],
    ["entity", "sensor.upstairs_outdoor_temperature"],
    ["entity", "binary_sensor.upstairs_problem"],
  ]);
  assert.ok(badges[2]!.visibility);
});

test("each thermostat has a view of its own", async () => {
  const hass = house();
  hass.devices.other = { id: "other", name: "Downstairs", name_by_user: "Cellar" };
  hass.entities["climate.downstairs"] = {
    entity_id: "climate.downstairs", platform: DOMAIN, device_id: "other", translation_key: "thermostat",
  };
  const { views } = (await DashboardStrategy.generate({}, hass)) as { views: Record<string, any>[] };
  assert.deepEqual(views.map(({ title, path }) => [title, path]),
    [["Upstairs", "upstairs"], ["Cellar", "downstairs"]]);
  assert.deepEqual(views[1]!.strategy, { type: "custom:heat-pump-thermostat", entity: "climate.downstairs" });
});

test("without a thermostat the page says how to add one", async () => {
  const hass = house();
  hass.entities = {};
  const { views } = (await DashboardStrategy.generate({}, hass)) as { views: Record<string, any>[] };
  const { sections } = (await ViewStrategy.generate(views[0]!.strategy, hass)) as unknown as View;
  assert.match(sections[0]!.cards[0]!.content, /no heat pump thermostat yet[^]*domain=heat_pump_thermostat/);
});
