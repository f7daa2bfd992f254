/** What a browser loads: defines the elements and offers them in the pickers. */

import { ThermostatCard } from "./card.ts";
import { isThermostat } from "./entities.ts";
import type { Hass } from "./hass.ts";
import { define, offer } from "./register.ts";
import { Badge, EmergencyFeature, HoldFeature, isOurs, SourceFeature } from "./small.ts";
import { DashboardStrategy, ViewStrategy } from "./strategy.ts";
import { offered } from "./words.ts";

const TITLE = "Heat Pump Thermostat";
const CARD = "heat-pump-thermostat-card";

define(CARD, ThermostatCard);
offer("customCards", {
  type: CARD,
  name: TITLE,
  get description() {
    return offered("purpose");
  },
  preview: true,
  getEntitySuggestion: (hass: Hass, id: string) =>
    isThermostat(hass, id) ? { config: { type: `custom:${CARD}`, entity: id } } : null,
});

const NAME = "heat-pump-thermostat";
const FEATURES = {
  source: ["heat_source", SourceFeature],
  hold: ["hold_hours", HoldFeature],
  "emergency-heat": ["emergency_start", EmergencyFeature],
} as const;
for (const [key, [name, element]] of Object.entries(FEATURES)) {
  const type = `${NAME}-${key}`;
  define(type, element);
  offer("customCardFeatures", {
    type,
    // A picker reads the name whenever it is drawn, in the language of the user by then.
    get name() {
      return offered(name);
    },
    isSupported: isOurs,
  });
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
