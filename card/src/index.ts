/** What a browser loads: defines the elements and offers them in the pickers. */

import { ThermostatCard } from "./card.ts";
import { isThermostat } from "./entities.ts";
import type { Hass } from "./hass.ts";
import { define, offer } from "./register.ts";
import { Badge, EmergencyFeature, HoldFeature, isOurs, SourceFeature } from "./small.ts";
import { DashboardStrategy, ViewStrategy } from "./strategy.ts";

const TITLE = "Heat Pump Thermostat";
const CARD = "heat-pump-thermostat-card";

define(CARD, ThermostatCard);
offer("customCards", {
  type: CARD,
  name: TITLE,
  description: "What the heat pump does, and why",
  preview: true,
  getEntitySuggestion: (hass: Hass, id: string) =>
    isThermostat(hass, id) ? { config: { type: `custom:${CARD}`, entity: id } } : null,
});

const NAME = "heat-pump-thermostat";
const FEATURES = {
  source: ["Heat source and reason", SourceFeature],
  hold: ["Hold for some hours", HoldFeature],
  "emergency-heat": ["Emergency heat", EmergencyFeature],
} as const;
for (const [key, [name, element]] of Object.entries(FEATURES)) {
  const type = `${NAME}-${key}`;
  define(type, element);
  offer("customCardFeatures", { type, name, isSupported: isOurs });
}

define(`${NAME}-badge`, Badge);
offer("customBadges", { type: `${NAME}-badge`, name: TITLE, preview: true });

define(`ll-strategy-dashboard-${NAME}`, DashboardStrategy);
define(`ll-strategy-view-${NAME}`, ViewStrategy);
offer("customStrategies", {
  type: NAME,
  strategyType: "dashboard",
  name: TITLE,
});
