/** What stands in other cards: features of tiles, and a badge. */

import { html, nothing } from "lit/html.js";
import { isThermostat, thermostats } from "./entities.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import styles from "./small.css";
import tones from "./tones.css";
import { emergencyAction } from "./emergency.ts";
import { concerned, ENTITY, type View, viewOf } from "./view.ts";
import { Watching } from "./watching.ts";
import { clock, type Words, wordsOf } from "./words.ts";

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
    return view.isAvailable ? this.show(view, wordsOf(hass), hass) : nothing;
  }

  protected abstract show(view: View, words: Words, hass: Hass): unknown;

  protected act(event: Event, service: string, data: object = {}): void {
    event.stopPropagation();
    void this.hass!.callService(DOMAIN, service, { ...data }, { entity_id: this.entity });
  }

  protected more = (event: Event): void => {
    event.stopPropagation();
    this.moreInfo(this.entity);
  };

  protected end(view: View, words: Words, hass: Hass): string {
    return view.until ? words("until", { time: clock(hass, view.until, Date.now()) }) : view.why;
  }
}

/** Where heat comes from, and until when or why. */
export class SourceFeature extends Small {
  protected override show(view: View, words: Words, hass: Hass): unknown {
    return html`<button class="bar ${view.tone}" @click=${this.more}>
      <strong>${words(`source_${view.source}`)}</strong> <small>${this.end(view, words, hass)}</small>
    </button>`;
  }
}

/** The temperatures in force, held for some hours; or the end of a hold. */
export class HoldFeature extends Small {
  protected override show(view: View, words: Words, hass: Hass): unknown {
    const until = view.hold?.until;
    const held = until ? words("held_until", { time: clock(hass, until, Date.now()) }) : words("held");
    return view.hold
      ? html`<button class="bar rest" @click=${(event: Event) => this.act(event, "resume_schedule")}>
          <strong>${held}</strong> <small>${words("resume")}</small></button>`
      : html`<div class="row" role="group" aria-label=${words("hold")}>
          ${HOURS.map((hours) => html`<button class="bar" aria-label="${words("hold")} ${hours} h"
            @click=${(event: Event) => this.act(event, "hold", { ...view.targets, for: { hours } })}>
            ${hours} h</button>`)}
        </div>`;
  }
}

/** Emergency heat, behind its question. */
export class EmergencyFeature extends Small {
  protected override show(view: View, words: Words, hass: Hass): unknown {
    const { emergency } = view;
    if (!emergency) return nothing;
    const toggle = (event: Event): void => {
      event.stopPropagation();
      this.tell("hass-action", emergencyAction(hass, view, words));
    };
    return html`<button class="bar ${emergency.isOn ? "emergency" : ""}" @click=${toggle}>
      ${words(emergency.isOn ? "emergency_end" : "emergency_start")}</button>`;
  }
}

/** Where heat comes from, as a badge. */
export class Badge extends Small {
  static getStubConfig(hass: Hass): object {
    return { entity: thermostats(hass)[0] ?? "" };
  }

  static getConfigForm = (): object => ({ schema: [ENTITY] });

  protected override show(view: View, words: Words, hass: Hass): unknown {
    return html`<ha-badge class=${view.tone} type="button" .label=${this.end(view, words, hass)} @click=${this.more}>
      <ha-icon slot="icon" icon="mdi:heat-pump"></ha-icon>
      ${words(`source_${view.source}`)}</ha-badge>`;
  }
}

/** Whether an entity of a tile or thermostat card is one of ours. */
export const isOurs = (hass: Hass, context: { entity_id?: string }): boolean =>
  isThermostat(hass, context.entity_id ?? "");
