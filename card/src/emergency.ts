/** Emergency heat: on only behind a question that names its cost, off without one. */

import { DOMAIN, type Hass } from "./hass.ts";
import type { Outlook } from "./outlook.ts";
import { costOf, type View } from "./view.ts";
import { clock, word } from "./words.ts";

const HOUR = 3_600_000;

/** Return what asks Home Assistant to turn it on, until then if told, or off. */
export function emergencyAction(
  hass: Hass, view: View, outlook?: Outlook, until?: number,
): object {
  const { entity, emergency } = view;
  const now = Date.now();
  const usual = outlook?.emergency_hours;
  const at = until ?? (usual && now + usual * HOUR);
  const end = at
    ? word("emergency_text_until", { time: clock(hass, at, now) })
    : word("emergency_text");
  const confirmation = {
    title: word("emergency_title"),
    text: `${end} ${costOf(hass, view, outlook)}`,
    confirm_text: word("emergency_confirm"),
  };
  const deed = emergency!.isOn
    ? { perform_action: "switch.turn_off", target: { entity_id: emergency!.entity } }
    : {
        perform_action: `${DOMAIN}.emergency_heat`,
        target: { entity_id: entity },
        data: until ? { until: new Date(until).toISOString() } : {},
        confirmation,
      };
  return { config: { entity, tap_action: { action: "perform-action", ...deed } }, action: "tap" };
}
