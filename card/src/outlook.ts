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

/** From when on the schedule says which setpoints. */
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
  blocks: Block[];
  rise: { begins: number; arrival: number; purpose: string; heat: number } | null;
}

const KEPT = 300_000;
const asked = new Map<string, { at: number; answer: Promise<Outlook | undefined> }>();

/** Return the outlook of a thermostat, at most five minutes old. */
export function outlookOf(hass: Hass, entity: string, now: number): Promise<Outlook | undefined> {
  const last = asked.get(entity);
  if (last && now - last.at < KEPT) return last.answer;
  const answer = hass
    .callWS<Outlook>({ type: `${DOMAIN}/outlook`, entity_id: entity })
    .catch(() => undefined);
  asked.set(entity, { at: now, answer });
  return answer;
}
