/** A house for the tests: what Home Assistant tells a card of a thermostat in it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DOMAIN, type Hass, type State } from "../src/hass.ts";
import type { Outlook } from "../src/outlook.ts";
import { type View, viewOf } from "../src/view.ts";
import { speak } from "../src/words.ts";

type Texts = Record<string, any>;

export const ROOT = join(import.meta.dirname!, "../..");
export const ENGLISH: Texts = JSON.parse(
  readFileSync(join(ROOT, "custom_components", DOMAIN, "translations/en.json"), "utf8"),
);
export const CLIMATE = "climate.upstairs";
export const STATUSES = Object.keys(ENGLISH.entity.sensor.status.state);
export const NOW = Date.parse("2026-01-15T14:00:00Z");

/** What is told of an entity: its state, or with attributes. */
export type Told = string | [string, Record<string, unknown>];

/** A machine: its wires, and what it may do. */
export interface Machine {
  wires: string;
  modes: string[];
  presets?: string[];
}

const PRESETS = ["none", "home", "away", "sleep", "eco"];
const BOTH = ["off", "heat_cool", "heat", "cool", "fan_only"];

export const MACHINES: Record<string, Machine> = {
  twoStage: { wires: "y1 y2 g o w2 e", modes: BOTH, presets: [...PRESETS, "emergency_heat"] },
  dualFuel: { wires: "y1 g o w1", modes: BOTH, presets: [...PRESETS, "emergency_heat"] },
  heatOnly: { wires: "y1 w2", modes: ["off", "heat"], presets: [...PRESETS, "emergency_heat"] },
  coolOnly: { wires: "y1 g", modes: ["off", "cool", "fan_only"] },
  bare: { wires: "y1 g o", modes: BOTH },
};

function textOf(path: string, fallback: string): string {
  const found = path.split(".").reduce<any>((at, key) => at?.[key], ENGLISH);
  return typeof found === "string" ? found : fallback;
}

export interface House extends Hass {
  calls: unknown[][];
}

/** Return a house with a thermostat; `told` is what its entities say, by their keys. */
export function house(
  machine: Machine = MACHINES.twoStage!,
  told: Record<string, Told> = {},
  climate: Record<string, unknown> = {},
  mode = "heat",
): House {
  const wires = machine.wires.split(" ");
  const hasBackup = /w2|\be|w1/.test(machine.wires);
  const everything: Record<string, Told> = {
    status: "idle",
    next_change: "unknown",
    outdoor_temperature: "-4.3",
    cop: "2.9",
    compressor: "off",
    ...(hasBackup ? { aux_heat: ["off", { because: null }], emergency_heat: "off" } : {}),
    problem: ["off", { problems: [] }],
    ...Object.fromEntries(wires.map((wire) => [`terminal_${wire}`, "off"])),
    ...told,
  };
  const hass: House = {
    calls: [],
    states: {},
    entities: {},
    devices: { thermostat: { id: "thermostat", name: "Upstairs" } },
    config: { unit_system: { temperature: "°C" }, currency: "USD", time_zone: "UTC" },
    locale: { language: "en", time_format: "24", time_zone: "server" },
    user: { is_admin: true },
    connection: { subscribeMessage: async () => () => {} },
    localize: (key, values = {}) => {
      const text = textOf(key.replace(`component.${DOMAIN}.`, ""), "");
      return text.replaceAll(/{(\w+)}/g, (_, name) => String(values[name] ?? `{${name}}`));
    },
    formatEntityState: (state: State, value = state.state) =>
      textOf(`entity.sensor.${hass.entities[state.entity_id]?.translation_key}.state.${value}`, value),
    formatEntityAttributeValue: (state, attribute, value = state.attributes[attribute]) => {
      const [domain] = state.entity_id.split(".");
      const key = hass.entities[state.entity_id]?.translation_key;
      return textOf(
        `entity.${domain}.${key}.state_attributes.${attribute}.state.${value}`,
        String(value),
      );
    },
    callService: async (...call) => void hass.calls.push(call),
    callWS: async () => Promise.reject(new Error("unknown_command")),
    loadBackendTranslation: async () => undefined,
  };
  const add = (id: string, key: string, [state, attributes]: [string, Record<string, unknown>]): void => {
    hass.states[id] = { entity_id: id, state, attributes, last_changed: "" };
    hass.entities[id] = { entity_id: id, device_id: "thermostat", platform: DOMAIN, translation_key: key };
  };
  const aims = mode === "heat_cool" || (mode === "off" && climate.target_temp_low)
    ? { target_temp_low: 20, target_temp_high: 24, temperature: null }
    : { temperature: 20 };
  add(CLIMATE, "thermostat", [mode, {
    hvac_modes: machine.modes,
    preset_modes: machine.presets ?? PRESETS,
    preset_mode: "none",
    ...(wires.includes("g") ? { fan_modes: ["auto", "on", "circulate"], fan_mode: "auto" } : {}),
    current_temperature: 19.5,
    min_temp: 7,
    max_temp: 35,
    target_temp_step: 0.5,
    hvac_action: "idle",
    status: typeof everything.status === "string" ? everything.status : everything.status![0],
    ...aims,
    ...climate,
  }]);
  for (const [key, what] of Object.entries(everything)) {
    const domain = /terminal|compressor$|aux_heat$|problem|defrosting/.test(key)
      ? "binary_sensor"
      : key === "emergency_heat" ? "switch" : "sensor";
    add(`${domain}.upstairs_${key}`, key, typeof what === "string" ? [what, {}] : what);
  }
  speak(hass);
  return hass;
}

/** Return what the card shows of the thermostat, which is there. */
export function seen(hass: House, outlook?: Outlook): View {
  const view = viewOf(hass, { entity: CLIMATE }, NOW, outlook);
  if (!view.isAvailable) throw new Error("It is not available.");
  return view;
}

/** Return numbers that look random and are the same each time: 0 … 1. */
export function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

export const oneOf = <T>(draw: () => number, from: readonly T[]): T =>
  from[Math.floor(draw() * from.length)]!;
