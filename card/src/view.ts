/** States in, picture out: everything that the card shows, without drawing it. */

import { isKnown, nameOf, numberOf, type Roles, rolesOf } from "./entities.ts";
import { DOMAIN, type Hass, type State } from "./hass.ts";
import { nearest, type Outlook } from "./outlook.ts";
import type { Key, Range, Targets } from "./setpoints.ts";
import { meaningOf, type Running, type Source, type Tone } from "./situation.ts";
import { degrees, number, word } from "./words.ts";

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

/** The field of a form in which a thermostat of ours is chosen. */
export const ENTITY = {
  name: "entity",
  required: true,
  selector: { entity: { filter: [{ domain: "climate", integration: DOMAIN }] } },
};

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
  state: string;
  entity: string;
}

/** What flows between outdoors, machine and house. */
export interface Flow {
  heat: "in" | "out" | "none";
  isDefrosting: boolean;
  backup: "none" | "strips" | "furnace";
  fan: boolean;
}

/** A thermostat of which nothing is known; without a state there is none (yet). */
export interface Absence {
  isAvailable: false;
  entity: string;
  name: string;
  tone: Tone;
  state?: State;
}

export interface View {
  isAvailable: true;
  entity: string;
  name: string;
  tone: Tone;
  state: State;
  roles: Roles;
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
  why: string;
  /** When something changes by itself. */
  until?: number;
  problems: string[];
  flow: Flow;
  cop?: number;
  /** What the machine is rated to reach in this weather. */
  copHere?: number;
  figures: Figure[];
  terminals: Terminal[];
  emergency?: { entity: string; isOn: boolean; until?: number };
  hold?: { until?: number };
  /** What a hold would hold: the preset that is in force, or the setpoints. */
  held: object;
}

const TERMINALS = ["y1", "y2", "g", "o", "b", "w2", "e", "w1"];
/** The presets of temperatures. */
const HELD = ["home", "away", "sleep", "eco"];
const FIGURES = ["estimated_power", "aux_heat_runtime_today", "compressor_starts_today", "cost_today"];

/** Return the setpoints that count in the mode that is on. */
function setpointsOf({ state, attributes }: State): Setpoint[] {
  const all: [Key, Setpoint["side"]][] = [
    ["target_temp_low", "heat"],
    ["target_temp_high", "cool"],
    ["temperature", state === "cool" ? "cool" : "heat"],
  ];
  return all.flatMap(([key, side]) => {
    const value = numberOf(attributes[key]);
    return value === undefined || state === "fan_only" ? [] : [{ key, side, value }];
  });
}

/** Return what may be set; setpoints stay far enough apart while nobody says how far. */
const rangeOf = ({ min_temp, max_temp, target_temp_step: step }: State["attributes"], outlook?: Outlook): Range =>
  ({ min: min_temp, max: max_temp, step, separation: outlook?.separation ?? 4 * step });

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

function flowOf(runs: Running, isDefrosting: boolean, fan: boolean): Flow {
  const { compressor, backup, isCooling, isFuel } = runs;
  return {
    heat: !compressor || isDefrosting ? "none" : isCooling ? "out" : "in",
    isDefrosting,
    backup: !backup ? "none" : isFuel ? "furnace" : "strips",
    fan: fan || compressor || backup,
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
  if (plain && aimed) return word(plain, { target: degrees(hass.locale, aimed.value) });
  return status ? hass.formatEntityAttributeValue(climate, "status", status) : "";
}

function momentOf(value: unknown, now: number): number | undefined {
  const at = typeof value === "string" ? Date.parse(value) : NaN;
  return at > now ? at : undefined;
}

/** Return what may be chosen; emergency heat stands apart, behind a question. */
function listed(hass: Hass, climate: State, attribute: Choices["attribute"]): Choices[] {
  const chosen: string = climate.attributes[attribute];
  const options: string[] = climate.attributes[`${attribute}s`] ?? [];
  const offered = options.filter((each) => each !== "emergency_heat" || each === chosen);
  const named = (value: string): Choice => ({
    value,
    text: hass.formatEntityAttributeValue(climate, attribute, value),
  });
  return offered.length > 1 ? [{ attribute, chosen, options: offered.map(named) }] : [];
}

function problemsOf(hass: Hass, problem?: State): string[] {
  const found: string[] = problem?.state === "on" ? (problem.attributes.problems ?? []) : [];
  return found.map((value) => hass.formatEntityAttributeValue(problem!, "problems", value));
}

/** Return everything that the card shows of a thermostat. */
export function viewOf(hass: Hass, config: Config, now: number, outlook?: Outlook): View | Absence {
  const roles = rolesOf(hass, config.entity);
  const state = (role: string): State | undefined => hass.states[roles[role] ?? ""];
  const climate = hass.states[config.entity];
  const unit = hass.config.unit_system.temperature;
  const { entity } = config;
  const name = config.name ?? nameOf(hass, entity) ?? climate?.attributes.friendly_name ?? entity;
  if (!climate || climate.state === "unavailable") {
    return { isAvailable: false, entity, name, tone: "off", state: climate };
  }

  const told = climate.attributes;
  const status: string | undefined = told.status ?? state("status")?.state;
  const next = state("next_change");
  const runs = runningOf(state, climate);
  const setpoints = setpointsOf(climate);
  const outdoor = numberOf(state("outdoor_temperature")?.state);
  const emergency = state("emergency_heat");
  const targets = Object.fromEntries(setpoints.map(({ key, value }) => [key, value]));
  const preset = told.preset_mode;
  const isHeld = told.is_held ?? !!told.hold_until;
  return {
    isAvailable: true,
    entity,
    name,
    state: climate,
    roles,
    unit,
    room: numberOf(told.current_temperature),
    outdoor,
    mode: climate.state,
    modes: (told.hvac_modes ?? []).map((value: string) => ({
      value,
      text: hass.formatEntityState(climate, value),
    })),
    choices: [...listed(hass, climate, "preset_mode"), ...listed(hass, climate, "fan_mode")],
    setpoints,
    targets,
    range: rangeOf(told, outlook),
    ...meaningOf(status, runs),
    why: whyOf(hass, status, climate, state("aux_heat")),
    until: isKnown(next) ? momentOf(next.state, now) : undefined,
    problems: problemsOf(hass, state("problem")),
    flow: flowOf(runs, told.hvac_action === "defrosting", state("terminal_g")?.state === "on"),
    cop: numberOf(state("cop")?.state),
    copHere: nearest(outlook, outdoor)?.cop ?? undefined,
    figures: FIGURES.flatMap((key) => {
      const known = state(key);
      return isKnown(known)
        ? [{ key, text: hass.formatEntityState(known), entity: known.entity_id }]
        : [];
    }),
    terminals: TERMINALS.flatMap((wire) => {
      const lamp = state(`terminal_${wire}`);
      if (!lamp) return [];
      const is = isKnown(lamp) ? lamp.state : "unknown";
      return [{ name: wire.toUpperCase(), state: is, entity: lamp.entity_id }];
    }),
    emergency: emergency
      ? {
          entity: emergency.entity_id,
          isOn: emergency.state === "on",
          until: momentOf(told.emergency_heat_until, now),
        }
      : undefined,
    held: HELD.includes(preset) ? { preset_mode: preset } : targets,
    hold: isHeld ? { until: momentOf(told.hold_until, now) } : undefined,
  };
}

/** Return the entities on which the picture rests. */
export const concerned = (hass: Hass, config: Config): string[] =>
  Object.values(rolesOf(hass, config.entity));

/** Return what emergency heat costs, for the question before it. */
export function costOf(hass: Hass, view: View, outlook?: Outlook): string {
  const { heat_pump, ...others } = outlook?.heat_prices ?? {};
  const backup = others[view.roles.terminal_w1 ? "furnace" : "resistance"];
  const told = (value: number, digits = 2): string => number(hass.locale, value, digits);
  if (heat_pump && backup) {
    return word("emergency_cost_prices", {
      backup: told(backup), heat_pump: told(heat_pump), currency: hass.config.currency ?? "",
    });
  }
  return view.copHere
    ? word("emergency_cost_factor", { factor: told(view.copHere, 1) })
    : word("emergency_cost_unknown");
}

/** Return a temperature as it is told; a dash where it is not known. */
export const told = (hass: Hass, value: number | undefined, digits = 1): string =>
  value === undefined ? "–" : degrees(hass.locale, value, digits);
