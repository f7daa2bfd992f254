/** What a browser loads: defines the elements and offers them in the pickers. */

import { ThermostatCard } from "./card.ts";
import { isThermostat } from "./entities.ts";
import type { Hass } from "./hass.ts";
import { define, offer } from "./register.ts";

const CARD = "heat-pump-thermostat-card";
const DOCS = "https://github.com/heat-pump-thermostat/heat_pump_thermostat/blob/main/docs/card.md";

define(CARD, ThermostatCard);
offer("customCards", {
  type: CARD,
  name: "Heat Pump Thermostat",
  description: "What the heat pump does, why and until when; and what it should do",
  preview: true,
  documentationURL: DOCS,
  getEntitySuggestion: (hass: Hass, id: string) =>
    isThermostat(hass, id) ? { config: { type: `custom:${CARD}`, entity: id } } : null,
});
