/** A whole page without a line of YAML: what exists of each thermostat, by its parts. */

import { nameOf, rolesOf, thermostats } from "./entities.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import { spoken, word } from "./words.ts";

const CARD = "custom:heat-pump-thermostat-card";
const PAGE = "custom:heat-pump-thermostat";
const BADGE = "custom:heat-pump-thermostat-badge";

/** A part of the page: entities by their keys, as tiles, in bars by day, and as lines. */
type Part = [icon: string, tiles: string, bars?: string[], lines?: string];

/** The parts in order; a section is left out where none of it exists. */
export const PARTS: Record<string, Part> = {
  control: ["thermostat", ""],
  today: [
    "calendar-today",
    "compressor_starts_today aux_heat_runtime_today defrosts_today preheat_start setback",
    ["compressor_runtime aux_heat_runtime"],
  ],
  money: [
    "cash",
    "cost_today saved_on_resistance heat_pump_energy aux_heat_energy furnace_fuel_energy",
    ["heat_pump_energy aux_heat_energy", "cost"],
  ],
  machine: [
    "heat-pump-outline",
    "cop seasonal_performance estimated_power heating_capacity defrost_state frost_level better_source",
    [],
    "cop",
  ],
  house: [
    "home-analytics",
    "thermal_balance_point economic_balance_point heat_loss thermal_mass design_load outdoor_temperature",
    [],
    "outdoor_temperature",
  ],
  upkeep: [
    "wrench-outline",
    "problem performance_low filter_due filter_done coil_due coil_done service_due service_done",
  ],
};

type Card = Record<string, unknown>;

const name = { type: "entity" };

/** Return the section of a part of a thermostat; nothing where it has none of it. */
function sectionOf(hass: Hass, entity: string, key: string): Card[] {
  if (key === "control") return [{ type: "grid", cards: [{ type: CARD, entity }] }];
  const [icon, tiles, bars = [], lines = ""] = PARTS[key]!;
  const roles = rolesOf(hass, entity);
  const there = (keys: string): string[] =>
    keys.split(" ").flatMap((role) => {
      const id = roles[role];
      return id && !hass.entities[id]?.hidden ? [id] : [];
    });
  const graph = (keys: string, chart_type: string, period: string, stat: string): Card[] => {
    const entities = there(keys).map((id) => ({ entity: id, name }));
    return entities.length
      ? [{ type: "statistics-graph", days_to_show: 7, stat_types: [stat], entities, chart_type, period }]
      : [];
  };
  const cards = [
    ...there(tiles).map((id) => ({ type: "tile", entity: id, name, grid_options: { columns: 6 } })),
    ...bars.flatMap((keys) => graph(keys, "bar", "day", "change")),
    ...graph(lines, "line", "hour", "mean"),
  ];
  const heading = { type: "heading", heading: word(`part_${key}`), icon: `mdi:${icon}` };
  return cards.length ? [{ type: "grid", cards: [heading, ...cards] }] : [];
}

interface ViewConfig {
  entity?: string;
  part?: string;
}

/** One view of a thermostat: the whole page, or one part of it. */
export class ViewStrategy {
  static noEditor = true;

  static async generate({ entity, part }: ViewConfig, hass: Hass): Promise<Card> {
    await spoken(hass);
    const climate = entity ?? thermostats(hass)[0];
    if (!climate) return emptyView();
    const { problem, outdoor_temperature: outdoor } = rolesOf(hass, climate);
    return {
      type: "sections",
      max_columns: 3,
      badges: [
        { type: BADGE, entity: climate },
        ...(outdoor ? [{ type: "entity", entity: outdoor }] : []),
        ...(problem
          ? [{
              type: "entity", entity: problem, color: "red",
              visibility: [{ condition: "state", entity: problem, state: "on" }],
            }]
          : []),
      ],
      sections: (part ? [part] : Object.keys(PARTS))
        .flatMap((key) => sectionOf(hass, climate, key)),
    };
  }
}

const emptyView = (): Card => ({
  type: "sections",
  sections: [{
    type: "grid",
    cards: [{
      type: "markdown",
      content: `${word("no_thermostat")}\n\n[Heat Pump Thermostat](/config/integrations/dashboard/add?domain=${DOMAIN})`,
    }],
  }],
});

/** The dashboard: a view for each thermostat. */
export class DashboardStrategy {
  static noEditor = true;

  static getCreateSuggestions(): object {
    return { title: "Heat pump", icon: "mdi:heat-pump" };
  }

  static async generate(_config: unknown, hass: Hass): Promise<Card> {
    const all = thermostats(hass);
    const view = (entity?: string): Card => {
      return {
        title: nameOf(hass, entity ?? "") ?? "Heat pump",
        path: (entity ?? "").replace("climate.", "") || "heat-pump",
        icon: "mdi:heat-pump",
        strategy: { type: PAGE, entity },
      };
    };
    return { views: all.length ? all.map(view) : [view()] };
  }
}
