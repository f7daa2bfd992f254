/** Emergency heat: on only behind a question that names its cost, off without one. */

import type { Hass } from "./hass.ts";
import type { Outlook } from "./outlook.ts";
import { costOf, type View } from "./view.ts";
import type { Words } from "./words.ts";

/** Return what asks Home Assistant to turn it on or off. */
export function emergencyAction(hass: Hass, view: View, words: Words, outlook?: Outlook): object {
  const { entity, isOn } = view.emergency!;
  const { key, values } = costOf(hass, view, outlook);
  const confirmation = {
    title: words("emergency_title"),
    text: `${words("emergency_text")} ${words(key, values)}`,
    confirm_text: words("emergency_confirm"),
  };
  return {
    config: {
      entity,
      tap_action: {
        action: "perform-action",
        perform_action: `switch.turn_${isOn ? "off" : "on"}`,
        target: { entity_id: entity },
        ...(isOn ? {} : { confirmation }),
      },
    },
    action: "tap",
  };
}
