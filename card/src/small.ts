/** What stands in other cards: features of tiles, and a badge. */

import { html, nothing } from "lit/html.js";
import { isThermostat, stubOf } from "./entities.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import styles from "./small.css";
import tones from "./tones.css";
import { emergencyAction } from "./emergency.ts";
import { outlookOf } from "./outlook.ts";
import { concerned, ENTITY, type View, viewOf } from "./view.ts";
import { Watching } from "./watching.ts";
import { clock, untilOf, word } from "./words.ts";

const HOURS = [1, 2, 4, 8];

/** An element that shows one thing of one thermostat. */
abstract class Small extends Watching {
  context?: { entity_id?: string };
  #entity = "";

  constructor() {
    super(tones, styles);
  }

  setConfig({ entity }: { entity?: string }): void {
    this.#entity = entity ?? "";
    this.changed();
  }

  protected get entity(): string {
    return this.context?.entity_id ?? this.#entity;
  }

  protected override watched(hass: Hass): string[] {
    return concerned(hass, { entity: this.entity });
  }

  protected override render(hass: Hass): unknown {
    const view = viewOf(hass, { entity: this.entity }, Date.now());
    return view.isAvailable ? this.show(view, hass) : nothing;
  }

  protected abstract show(view: View, hass: Hass): unknown;

  protected act(event: Event, service: string, data: object = {}): void {
    event.stopPropagation();
    void this.hass!.callService(DOMAIN, service, { ...data }, { entity_id: this.entity });
  }

  protected more = (event: Event): void => {
    event.stopPropagation();
    this.moreInfo(this.entity);
  };

  protected end(view: View, hass: Hass): string {
    return view.until ? untilOf(hass, view.until) : view.why;
  }
}

/** Where heat comes from, and until when or why. */
export class SourceFeature extends Small {
  protected override show(view: View, hass: Hass): unknown {
    return html`<button class="bar ${view.tone}" @click=${this.more}>
      <strong>${word(`source_${view.source}`)}</strong> <small>${this.end(view, hass)}</small>
    </button>`;
  }
}

/** The temperatures in force, held for some hours; or the end of a hold. */
export class HoldFeature extends Small {
  protected override show(view: View, hass: Hass): unknown {
    const until = view.hold?.until;
    const held = until ? word("held_until", { time: clock(hass, until) }) : word("held");
    return view.hold
      ? html`<button class="bar rest" @click=${(event: Event) => this.act(event, "resume_schedule")}>
          <strong>${held}</strong> <small>${word("resume")}</small></button>`
      : html`<div class="row" role="group" aria-label=${word("hold")}>
          ${HOURS.map((hours) => html`<button class="bar" aria-label="${word("hold")} ${hours} h"
            @click=${(event: Event) => this.act(event, "hold", { ...view.held, for: { hours } })}>
            ${hours} h</button>`)}
        </div>`;
  }
}

/** Emergency heat, behind its question. */
export class EmergencyFeature extends Small {
  protected override show(view: View, hass: Hass): unknown {
    const { emergency } = view;
    if (!emergency) return nothing;
    const toggle = async (event: Event): Promise<void> => {
      event.stopPropagation();
      const outlook = await outlookOf(hass, this.entity);
      this.tell("hass-action", emergencyAction(hass, view, outlook));
    };
    return html`<button class="bar ${emergency.isOn ? "emergency" : ""}" @click=${toggle}>
      ${word(emergency.isOn ? "emergency_end" : "emergency_start")}</button>`;
  }
}

/** Where heat comes from, as a badge. */
export class Badge extends Small {
  static getStubConfig = stubOf;

  static getConfigForm = (): object => ({ schema: [ENTITY] });

  protected override show(view: View, hass: Hass): unknown {
    return html`<ha-badge class=${view.tone} type="button" .label=${this.end(view, hass)} @click=${this.more}>
      <ha-icon slot="icon" icon="mdi:heat-pump"></ha-icon>
      ${word(`source_${view.source}`)}</ha-badge>`;
  }
}

/** Whether an entity of a tile or thermostat card is one of ours. */
export const isOurs = (hass: Hass, context: { entity_id?: string }): boolean =>
  isThermostat(hass, context.entity_id ?? "");
