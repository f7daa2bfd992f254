/** What is known of the hours to come and of house and machine: asked for, not shown by
 * any entity. An integration that does not know the question leaves all of it out. */

import { DOMAIN, type Hass } from "./hass.ts";

/** House and machine in some weather: temperatures in the user's unit, powers in kW. */
export interface Point {
  outdoor: number;
  load: number;
  capacity: number | null;
  cop: number | null;
}

/** An hour to come; null is not known. */
export interface Hour {
  at: number;
  outdoor: number | null;
  price: number | null;
}

/** From when on the schedule asks for which setpoints. */
export interface Block {
  at: number;
  heat: number;
  cool: number;
}

export interface Outlook {
  separation: number;
  curve: Point[];
  thermal_balance: number | null;
  economic_balance: number | null;
  heat_prices: Partial<Record<"heat_pump" | "resistance" | "furnace", number>>;
  hours: Hour[];
  next: Block | null;
  /** How long emergency heat lasts where nobody says it; 0: until somebody ends it. */
  emergency_hours?: number;
  rise: { begins: number; arrival: number; purpose: string; heat: number } | null;
}

/** Return house and machine in weather like this. */
export const nearest = (outlook: Outlook | undefined, outdoor = NaN): Point | undefined =>
  outlook?.curve.find((point) => Math.abs(point.outdoor - outdoor) <= 1);

/** How long an answer is good enough. */
export const KEPT = 300_000;

/** Return the outlook of a thermostat; nothing where nobody answers. */
export const outlookOf = (hass: Hass, entity: string): Promise<Outlook | undefined> =>
  hass.callWS<Outlook>({ type: `${DOMAIN}/outlook`, entity_id: entity }).catch(() => undefined);
