import assert from "node:assert/strict";
import test from "node:test";
import { rolesOf, thermostatOf, thermostats } from "../src/entities.ts";
import { DOMAIN } from "../src/hass.ts";
import type { Outlook } from "../src/outlook.ts";
import { type Config, concerned, costOf, told, viewOf } from "../src/view.ts";
import { CLIMATE, drawn, house, type House, MACHINES, NOW, oneOf, seen, STATUSES } from "./house.ts";

const CONFIG: Config = { entity: CLIMATE };

const OUTLOOK: Outlook = {
  separation: 1.67, curve: [
    { outdoor: -5, load: 5, capacity: 6, cop: 2.8 }, { outdoor: 0, load: 4, capacity: 7, cop: 3.1 },
  ],
  thermal_balance: -8, economic_balance: null, hours: [], next: null, rise: null,
  heat_prices: { heat_pump: 0.055, resistance: 0.16, furnace: 0.08 },
};

test("the source, the reason and the end are told", () => {
  const view = seen(house(MACHINES.twoStage, {
    status: "auxiliary_heat", compressor: "on", terminal_y2: "on",
    aux_heat: ["on", { because: "droop" }], next_change: "2026-01-15T14:07:00Z",
  }, { hvac_action: "heating" }));
  assert.deepEqual([view.source, view.tone, view.why, view.until], [
    "auxiliary", "auxiliary", "The compressor alone does not hold the room", NOW + 420_000,
  ]);
});

test("what the source says already is not said again", () => {
  const view = seen(house(MACHINES.twoStage, { status: "heating", compressor: "on" }));
  assert.equal(view.why, "Warming the room to 20.0°");
  assert.equal(seen(house(MACHINES.coolOnly, { status: "cooling" }, {}, "cool")).why,
    "Cooling the room to 20.0°");
});

test("an end that is past, or not known, is not told", () => {
  for (const next_change of ["2026-01-15T13:59:00Z", "unknown", "unavailable"]) {
    assert.equal(seen(house(MACHINES.twoStage, { next_change })).until, undefined);
  }
});

test("0 degrees is a temperature, and no number is none", () => {
  const hass = house(MACHINES.twoStage, { outdoor_temperature: "0.0" }, { current_temperature: null });
  const view = seen(hass);
  assert.deepEqual([view.outdoor, view.room], [0, undefined]);
  assert.deepEqual([told(hass, view.outdoor), told(hass, view.room)], ["0.0°", "–"]);
  assert.equal(seen(house(MACHINES.twoStage, { outdoor_temperature: "unknown" })).outdoor, undefined);
});

test("setpoints follow the mode", () => {
  const keys = (mode: string, more = {}): string[] =>
    seen(house(MACHINES.twoStage, {}, more, mode)).setpoints.map(({ key, side }) => `${key} ${side}`);
  assert.deepEqual(keys("heat"), ["temperature heat"]);
  assert.deepEqual(keys("cool"), ["temperature cool"]);
  assert.deepEqual(keys("heat_cool"), ["target_temp_low heat", "target_temp_high cool"]);
  assert.deepEqual(keys("fan_only"), []);
  assert.deepEqual(keys("off"), ["temperature heat"]);
});

test("a household in Fahrenheit sees its degrees and steps", () => {
  const hass = house(MACHINES.twoStage, {}, {
    min_temp: 45, max_temp: 95, target_temp_step: 1, current_temperature: 68.4, temperature: 68,
  });
  hass.config.unit_system.temperature = "°F";
  const { range, unit, room } = seen(hass);
  assert.deepEqual([range, unit, room], [{ min: 45, max: 95, step: 1, separation: 4 }, "°F", 68.4]);
});

test("a machine offers what it has, and nothing else", () => {
  const parts = (machine: keyof typeof MACHINES): unknown[] => {
    const view = seen(house(MACHINES[machine]));
    return [
      view.terminals.map(({ name }) => name).join(" "), !!view.emergency,
      view.choices.map(({ attribute }) => attribute).join(" "), view.modes.length,
    ];
  };
  assert.deepEqual(parts("twoStage"), ["Y1 Y2 G O W2 E", true, "preset_mode fan_mode", 5]);
  assert.deepEqual(parts("dualFuel"), ["Y1 G O W1", true, "preset_mode fan_mode", 5]);
  assert.deepEqual(parts("heatOnly"), ["Y1 W2", true, "preset_mode", 2]);
  assert.deepEqual(parts("coolOnly"), ["Y1 G", false, "preset_mode fan_mode", 3]);
  assert.deepEqual(parts("bare"), ["Y1 G O", false, "preset_mode fan_mode", 5]);
});

test("emergency heat is no preset to slip into", () => {
  const of = (preset_mode: string): string[] =>
    seen(house(MACHINES.twoStage, {}, { preset_mode })).choices[0]!.options.map(({ value }) => value);
  assert.ok(!of("home").includes("emergency_heat"));
  assert.ok(of("emergency_heat").includes("emergency_heat"));
});

test("the question before emergency heat names its cost as well as it is known", () => {
  const asked = (hass: House, outlook?: Outlook): string => costOf(hass, seen(hass, outlook), outlook);
  assert.equal(asked(house(), OUTLOOK), "A kWh of heat then costs 0.16 USD instead of 0.06.");
  assert.equal(asked(house(MACHINES.dualFuel), OUTLOOK), "A kWh of heat then costs 0.08 USD instead of 0.06.");
  assert.equal(asked(house(), { ...OUTLOOK, heat_prices: {} }),
    "In this weather that takes about 2.8 times the electricity.");
  assert.equal(asked(house()), "That usually costs far more than the heat pump.");
});

test("the COP is told beside what is rated for this weather", () => {
  assert.equal(seen(house(), OUTLOOK).copHere, 2.8);
  assert.equal(seen(house()).copHere, undefined);
  assert.equal(seen(house(MACHINES.twoStage, { cop: "unknown" }), OUTLOOK).cop, undefined);
});

test("problems are told in words", () => {
  const view = seen(house(MACHINES.twoStage, {
    problem: ["on", { problems: ["room_sensor_lost", "relay_lost"] }],
  }));
  assert.deepEqual(view.problems,
    ["The room temperature is lost", "A relay does not answer"]);
});

test("a terminal that does not answer is neither on nor off", () => {
  const of = (state: string): string =>
    seen(house(MACHINES.bare, { terminal_y1: state })).terminals[0]!.state;
  assert.deepEqual(["on", "off", "unknown", "unavailable"].map(of), ["on", "off", "unknown", "unknown"]);
});

test("a hold is told with its end", () => {
  const of = (hold_until: unknown): unknown => seen(house(MACHINES.twoStage, {}, { hold_until })).hold;
  assert.deepEqual(of("2026-01-15T17:00:00Z"), { until: NOW + 3 * 3_600_000 });
  assert.equal(of(null), undefined);
});

test("what a hold would hold is the preset that is in force, or the setpoints", () => {
  const of = (preset_mode: string, mode = "heat"): object =>
    seen(house(MACHINES.twoStage, {}, { preset_mode }, mode)).held;
  assert.deepEqual(of("none"), { temperature: 20 });
  assert.deepEqual(of("emergency_heat"), { temperature: 20 });
  assert.deepEqual(of("none", "heat_cool"), { target_temp_low: 20, target_temp_high: 24 });
  for (const preset_mode of ["home", "away", "sleep", "eco"]) assert.deepEqual(of(preset_mode), { preset_mode });
});

test("emergency heat is told with its end", () => {
  const of = (emergency_heat_until: unknown): unknown =>
    seen(house(MACHINES.twoStage, { emergency_heat: "on" }, { emergency_heat_until })).emergency!.until;
  assert.equal(of("2026-01-15T17:00:00Z"), NOW + 3 * 3_600_000);
  assert.equal(of(null), undefined);
});

test("entities are found by what they are, whatever they are called", () => {
  const hass = house();
  const id = "sensor.something_else";
  hass.entities[id] = { ...hass.entities["sensor.upstairs_status"]!, entity_id: id };
  delete hass.entities["sensor.upstairs_status"];
  assert.equal(rolesOf(hass, CLIMATE).status, id);
});

test("the outdoor unit is a device of its own, and its entities belong to the thermostat", () => {
  const hass = house();
  hass.devices.unit = { id: "unit", via_device_id: "thermostat" };
  hass.entities["sensor.upstairs_cop"]!.device_id = "unit";
  assert.equal(rolesOf(hass, CLIMATE).cop, "sensor.upstairs_cop");
});

test("two thermostats do not mix", () => {
  const hass = house();
  hass.devices.other = { id: "other", name: "Downstairs" };
  hass.entities["climate.downstairs"] = {
    entity_id: "climate.downstairs", platform: DOMAIN, device_id: "other", translation_key: "thermostat",
  };
  hass.entities["sensor.downstairs_status"] = {
    entity_id: "sensor.downstairs_status", platform: DOMAIN, device_id: "other", translation_key: "status",
  };
  assert.deepEqual(thermostats(hass), [CLIMATE, "climate.downstairs"]);
  assert.equal(rolesOf(hass, CLIMATE).status, "sensor.upstairs_status");
  assert.equal(rolesOf(hass, "climate.downstairs").status, "sensor.downstairs_status");
  assert.equal(thermostatOf(hass, "sensor.downstairs_status"), "climate.downstairs");
  assert.equal(thermostatOf(hass, "sensor.foreign"), undefined);
});

test("a thermostat that is not there (yet) is no error", () => {
  const hass = house();
  delete hass.states[CLIMATE];
  for (const entity of [CLIMATE, "climate.nowhere"]) {
    const { isAvailable, state, name } = viewOf(hass, { entity }, NOW);
    assert.deepEqual([isAvailable, state, !!name], [false, undefined, true]);
  }
});

test("disabled entities leave the picture whole", () => {
  const hass = house(MACHINES.twoStage, { status: "heating", compressor: "on" }, { hvac_action: "heating" });
  for (const id of Object.keys(hass.entities)) {
    if (id !== CLIMATE) {
      delete hass.entities[id];
      delete hass.states[id];
    }
  }
  const view = seen(hass);
  assert.deepEqual([view.source, view.flow.heat, view.outdoor], ["heat_pump", "in", undefined]);
});

test("whatever entities say, there is a picture", () => {
  const draw = drawn(42);
  const odd = ["unknown", "unavailable", "", "on", "off", "-4.3", "0", "NaN", "2026-01-15T14:07:00Z"];
  for (let i = 0; i < 3000; i += 1) {
    const machine = MACHINES[oneOf(draw, Object.keys(MACHINES))]!;
    const hass = house(machine, { status: oneOf(draw, STATUSES) }, {
      hvac_action: oneOf(draw, ["idle", "heating", "cooling", "defrosting", "off", undefined]),
      current_temperature: oneOf(draw, [19.5, 0, null, undefined]),
      temperature: oneOf(draw, [20, null]),
    }, oneOf(draw, machine.modes));
    for (const [id, state] of Object.entries(hass.states)) {
      if (draw() < 0.3 && id !== CLIMATE) state!.state = oneOf(draw, odd);
      if (draw() < 0.1 && id !== CLIMATE) delete hass.states[id];
    }
    const view = seen(hass);
    assert.ok(view.source && view.tone);
    assert.ok(view.setpoints.every(({ value }) => Number.isFinite(value)));
    assert.ok([view.room, view.outdoor, view.cop].every((it) => it === undefined || Number.isFinite(it)));
    assert.ok(concerned(hass, CONFIG).includes(CLIMATE));
  }
});
