/** Which entity of a thermostat is which: by the registry, whatever it is called. */

import { DOMAIN, type Hass, type State } from "./hass.ts";

/** Entity ids by their translation keys: `status`, `terminal_y1`, `thermostat`, … */
export type Roles = Record<string, string>;

/** Whether an entity is a thermostat of ours. */
export const isThermostat = (hass: Hass, id: string): boolean =>
  id.startsWith("climate.") && hass.entities[id]?.platform === DOMAIN;

export const thermostats = (hass: Hass): string[] =>
  Object.keys(hass.entities).filter((id) => isThermostat(hass, id));

/** Return what the household calls a thermostat's device. */
export function nameOf(hass: Hass, climate: string): string | undefined {
  const device = hass.devices[hass.entities[climate]?.device_id ?? ""];
  return device?.name_by_user ?? device?.name;
}

/** Return with which thermostat an element starts. */
export const stubOf = (hass: Hass): { entity: string } => ({ entity: thermostats(hass)[0] ?? "" });

const known = new WeakMap<object, Map<string, Roles>>();

/** Return what belongs to a thermostat: its device's entities, and its machine's. */
export function rolesOf(hass: Hass, climate: string): Roles {
  const byClimate = known.get(hass.entities) ?? new Map<string, Roles>();
  known.set(hass.entities, byClimate);
  let roles = byClimate.get(climate);
  if (!roles) {
    roles = { thermostat: climate };
    const device = hass.entities[climate]?.device_id;
    for (const [id, entity] of Object.entries(hass.entities)) {
      const at = entity?.device_id;
      if (!device || !at || entity.platform !== DOMAIN || !entity.translation_key) continue;
      if (at === device || hass.devices[at]?.via_device_id === device) {
        roles[entity.translation_key] ??= id;
      }
    }
    byClimate.set(climate, roles);
  }
  return roles;
}

/** Return the thermostat to which an entity of ours belongs. */
export const thermostatOf = (hass: Hass, id: string): string | undefined =>
  thermostats(hass).find((climate) => Object.values(rolesOf(hass, climate)).includes(id));

/** What is no state of a thing, but of our knowledge of it. */
export const isKnown = (state?: State): state is State =>
  !!state && state.state !== "unavailable" && state.state !== "unknown";

/** Return a number that a state or an attribute tells; undefined where it is none. */
export function numberOf(value: unknown): number | undefined {
  const number = parseFloat(value as string);
  return Number.isFinite(number) ? number : undefined;
}
