/** States in, picture out: everything that the card shows, without drawing it. */

import { isKnown, numberOf, type Roles, rolesOf } from "./entities.ts";
import type { Hass, State } from "./hass.ts";
import type { Outlook } from "./outlook.ts";
import type { Key, Range, Targets } from "./setpoints.ts";
import { meaningOf, type Running, type Source, type Tone } from "./situation.ts";
import { degrees, number, wordsOf } from "./words.ts";

export interface Config {
  type?: string;
  entity: string;
  name?: string;
  show_drawing?: boolean;
  show_history?: boolean;
  show_terminals?: boolean;
  show_emergency_heat?: boolean;
  hours?: number;
}

/** A setpoint: where it stands, and which side it is of. */
export interface Setpoint {
  key: Key;
  side: "heat" | "cool";
  value: number;
}

export interface Choice {
  value: string;
  text: string;
}

/** Something that the user may choose one of. */
export interface Choices {
  attribute: "preset_mode" | "fan_mode";
  chosen: string;
  options: Choice[];
}

/** A figure with its name, and the entity that knows more of it. */
export interface Figure {
  key: string;
  text: string;
  entity: string;
}

export interface Terminal {
  name: string;
  state: "on" | "off" | "unknown";
  entity: string;
}

/** What flows between outdoors, machine and house. */
export interface Flow {
  heat: "in" | "out" | "none";
  isDefrosting: boolean;
  backup: "none" | "strips" | "furnace";
  fan: boolean;
  outdoorFan: boolean;
}

export interface View {
  entity: string;
  roles: Roles;
  name: string;
  /** The thermostat as it is; undefined where there is none (yet). */
  state?: State;
  isAvailable: boolean;
  unit: string;
  room?: number;
  outdoor?: number;
  mode: string;
  modes: Choice[];
  choices: Choices[];
  setpoints: Setpoint[];
  targets: Targets;
  range: Range;
  source: Source;
  tone: Tone;
  why: string;
  /** When something changes by itself. */
  until?: number;
  problems: Choice[];
  flow: Flow;
  cop?: number;
  /** What the machine is rated to reach in this weather. */
  copHere?: number;
  figures: Figure[];
  terminals: Terminal[];
  emergency?: { entity: string; isOn: boolean };
  hold?: { until?: number };
}

const TERMINALS = ["y1", "y2", "g", "o", "b", "w2", "e", "w1"];
const FIGURES = ["estimated_power", "aux_heat_runtime_today", "compressor_starts_today", "cost_today"];

/** Whether two setpoints are set in a mode, by what the thermostat shows. */
const isRange = (climate: State): boolean =>
  numberOf(climate.attributes.target_temp_low) !== undefined;

/** Return the setpoints that count in the mode that is on. */
function setpointsOf(climate: State): Setpoint[] {
  const told = climate.attributes;
  const side = climate.state === "cool" ? "cool" : "heat";
  const all: [Key, Setpoint["side"]][] = isRange(climate)
    ? [["target_temp_low", "heat"], ["target_temp_high", "cool"]]
    : [["temperature", side]];
  if (climate.state === "fan_only") return [];
  return all.flatMap(([key, of]) => {
    const value = numberOf(told[key]);
    return value === undefined ? [] : [{ key, side: of, value }];
  });
}

function rangeOf(climate: State, unit: string, outlook?: Outlook): Range {
  const told = climate.attributes;
  const fahrenheit = unit === "°F";
  return {
    min: numberOf(told.min_temp) ?? (fahrenheit ? 45 : 7),
    max: numberOf(told.max_temp) ?? (fahrenheit ? 95 : 35),
    step: numberOf(told.target_temp_step) ?? (fahrenheit ? 1 : 0.5),
    separation: outlook?.separation ?? (fahrenheit ? 3 : 2),
  };
}

function runningOf(states: (role: string) => State | undefined, climate: State): Running {
  const on = (role: string): boolean | undefined => {
    const state = states(role);
    return isKnown(state) ? state.state === "on" : undefined;
  };
  const action = climate.attributes.hvac_action;
  const status = climate.attributes.status;
  return {
    compressor: on("compressor") ?? ["heating", "cooling", "preheating"].includes(action),
    second: on("terminal_y2") ?? String(status).endsWith("stage_2"),
    backup: on("aux_heat") ?? ["auxiliary_heat", "emergency_heat"].includes(status),
    isFuel: !!states("terminal_w1"),
    isCooling: action === "cooling",
  };
}

function flowOf(runs: Running, action: string, fan: boolean): Flow {
  const isDefrosting = action === "defrosting";
  const moves = runs.compressor && !isDefrosting;
  return {
    heat: isDefrosting ? "none" : runs.compressor ? (runs.isCooling ? "out" : "in") : "none",
    isDefrosting,
    backup: runs.backup ? (runs.isFuel ? "furnace" : "strips") : "none",
    fan: fan || runs.compressor || runs.backup,
    outdoorFan: moves,
  };
}

/** Of which the source says all that the status does. */
const PLAIN: Record<string, "warming" | "chilling"> = {
  heating: "warming",
  heating_stage_2: "warming",
  cooling: "chilling",
  cooling_stage_2: "chilling",
};

/** Return why the machine does so: what the status says, or why the backup runs. */
function whyOf(hass: Hass, status: string | undefined, climate: State, backup?: State): string {
  const because = backup?.attributes.because;
  if (backup && because && because !== status) {
    return hass.formatEntityAttributeValue(backup, "because", because);
  }
  const plain = PLAIN[status ?? ""];
  const aimed = setpointsOf(climate).find(({ side }) => (side === "heat") === (plain === "warming"));
  if (plain && aimed) return wordsOf(hass)(plain, { target: degrees(hass.locale, aimed.value) });
  return status ? hass.formatEntityAttributeValue(climate, "status", status) : "";
}

function momentOf(value: unknown, now: number): number | undefined {
  const at = typeof value === "string" ? Date.parse(value) : NaN;
  return at > now ? at : undefined;
}

function listed(hass: Hass, climate: State, attribute: Choices["attribute"]): Choices[] {
  const options: string[] = climate.attributes[`${attribute}s`] ?? [];
  // Emergency heat is a choice of its own, behind a question.
  const offered = options.filter((each) => each !== "emergency_heat");
  if (offered.length < 2) return [];
  return [
    {
      attribute,
      chosen: climate.attributes[attribute] ?? "none",
      options: options
        .filter((each) => offered.includes(each) || each === climate.attributes[attribute])
        .map((value) => ({
          value,
          text: hass.formatEntityAttributeValue(climate, attribute, value),
        })),
    },
  ];
}

function problemsOf(hass: Hass, problem?: State): Choice[] {
  const found: string[] = problem?.state === "on" ? (problem.attributes.problems ?? []) : [];
  return found.map((value) => ({
    value,
    text: hass.formatEntityAttributeValue(problem!, "problems", value),
  }));
}

/** Return what the machine is rated to reach in this weather. */
function ratedCop(outlook: Outlook | undefined, outdoor?: number): number | undefined {
  if (!outlook || outdoor === undefined) return undefined;
  const points = outlook.curve.filter((point) => point.cop !== null);
  const nearest = points.reduce<(typeof points)[number] | undefined>(
    (best, point) =>
      !best || Math.abs(point.outdoor - outdoor) < Math.abs(best.outdoor - outdoor) ? point : best,
    undefined,
  );
  return nearest?.cop ?? undefined;
}

const NOTHING = {
  modes: [], choices: [], setpoints: [], targets: {}, problems: [], figures: [], terminals: [],
  mode: "off", why: "", source: "unknown", tone: "off", isAvailable: false,
} satisfies Partial<View>;

/** Return everything that the card shows of a thermostat. */
export function viewOf(hass: Hass, config: Config, now: number, outlook?: Outlook): View {
  const roles = rolesOf(hass, config.entity);
  const state = (role: string): State | undefined => hass.states[roles[role] ?? ""];
  const climate = hass.states[config.entity];
  const unit = hass.config.unit_system.temperature;
  const device = hass.devices[hass.entities[config.entity]?.device_id ?? ""];
  const shell = {
    ...NOTHING,
    entity: config.entity,
    roles,
    unit,
    name: config.name ?? device?.name_by_user ?? device?.name ??
      climate?.attributes.friendly_name ?? config.entity,
    flow: flowOf({ compressor: false, second: false, backup: false, isFuel: false, isCooling: false }, "off", false),
    range: { min: 7, max: 35, step: 0.5, separation: 2 },
  };
  if (!climate || climate.state === "unavailable") return { ...shell, state: climate };

  const told = climate.attributes;
  const status: string | undefined = told.status ?? state("status")?.state;
  const next = state("next_change");
  const runs = runningOf(state, climate);
  const setpoints = setpointsOf(climate);
  const outdoor = isKnown(state("outdoor_temperature"))
    ? numberOf(state("outdoor_temperature")!.state)
    : undefined;
  const emergency = state("emergency_heat");
  const hold = told.hold_until;
  return {
    ...shell,
    state: climate,
    isAvailable: true,
    room: numberOf(told.current_temperature),
    outdoor,
    mode: climate.state,
    modes: (told.hvac_modes ?? []).map((value: string) => ({
      value,
      text: hass.formatEntityState(climate, value),
    })),
    choices: [...listed(hass, climate, "preset_mode"), ...listed(hass, climate, "fan_mode")],
    setpoints,
    targets: Object.fromEntries(setpoints.map(({ key, value }) => [key, value])),
    range: rangeOf(climate, unit, outlook),
    ...meaningOf(status, runs),
    why: whyOf(hass, status, climate, state("aux_heat")),
    until: isKnown(next) ? momentOf(next.state, now) : undefined,
    problems: problemsOf(hass, state("problem")),
    flow: flowOf(runs, told.hvac_action, state("terminal_g")?.state === "on"),
    cop: isKnown(state("cop")) ? numberOf(state("cop")!.state) : undefined,
    copHere: ratedCop(outlook, outdoor),
    figures: FIGURES.flatMap((key) => {
      const known = state(key);
      return isKnown(known)
        ? [{ key, text: hass.formatEntityState(known), entity: known.entity_id }]
        : [];
    }),
    terminals: TERMINALS.flatMap((wire) => {
      const lamp = state(`terminal_${wire}`);
      if (!lamp) return [];
      const is = lamp.state === "on" || lamp.state === "off" ? lamp.state : "unknown";
      return [{ name: wire.toUpperCase(), state: is, entity: lamp.entity_id }];
    }),
    emergency: emergency
      ? { entity: emergency.entity_id, isOn: emergency.state === "on" }
      : undefined,
    hold: hold ? { until: momentOf(hold, now) } : undefined,
  };
}

/** Return the entities on which the picture rests. */
export const concerned = (hass: Hass, config: Config): string[] =>
  Object.values(rolesOf(hass, config.entity));

/** Return what emergency heat costs, for the question before it. */
export function costOf(hass: Hass, view: View, outlook: Outlook | undefined): {
  key: "emergency_cost_prices" | "emergency_cost_factor" | "emergency_cost_unknown";
  values: Record<string, string>;
} {
  const prices = outlook?.heat_prices ?? {};
  const backup = prices[hass.states[view.roles.terminal_w1 ?? ""] ? "furnace" : "resistance"];
  const pump = prices.heat_pump;
  if (pump && backup) {
    const digits = 2;
    return {
      key: "emergency_cost_prices",
      values: {
        backup: number(hass.locale, backup, digits),
        heat_pump: number(hass.locale, pump, digits),
        currency: hass.config.currency ?? "",
      },
    };
  }
  const cop = view.copHere;
  return cop
    ? { key: "emergency_cost_factor", values: { factor: number(hass.locale, cop, 1) } }
    : { key: "emergency_cost_unknown", values: {} };
}

/** Return a temperature as it is told; a dash where it is not known. */
export const told = (hass: Hass, value: number | undefined, digits = 1): string =>
  value === undefined ? "–" : degrees(hass.locale, value, digits);
