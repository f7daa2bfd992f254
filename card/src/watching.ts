/** An element that shows some entities, and renders only when one of them changes. */

import { nothing, render } from "lit/html.js";
import type { Hass } from "./hass.ts";
import { speak } from "./words.ts";

const MINUTE = 60_000;
const sheets: Record<string, CSSStyleSheet> = {};

/** Return the sheet of these styles, which all elements share. */
function sheetOf(styles: string): CSSStyleSheet {
  const sheet = (sheets[styles] ??= new CSSStyleSheet());
  if (!sheet.cssRules.length) sheet.replaceSync(styles);
  return sheet;
}

export abstract class Watching extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  #hass?: Hass;
  #isDue = false;
  #clock?: ReturnType<typeof setTimeout>;
  #isBehind = false;

  constructor(...styles: string[]) {
    super();
    this.#root.adoptedStyleSheets = styles.map(sheetOf);
  }

  /** The entities that it shows. */
  protected abstract watched(hass: Hass): string[];

  /** What it shows of them. */
  protected abstract render(hass: Hass): unknown;

  get hass(): Hass | undefined {
    return this.#hass;
  }

  set hass(hass: Hass | undefined) {
    const before = this.#hass;
    this.#hass = hass;
    if (hass && (!before || this.#isConcerned(before, hass))) this.changed();
  }

  #isConcerned(before: Hass, hass: Hass): boolean {
    const keys = ["entities", "localize", "locale"] as const;
    return keys.some((key) => before[key] !== hass[key]) ||
      this.watched(hass).some((id) => before.states[id] !== hass.states[id]);
  }

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.#look);
    this.changed();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#look);
    clearTimeout(this.#clock);
  }

  #look = (): void => {
    if (this.#isBehind) this.changed();
  };

  /** Render what has changed, once for all that changes now; later while nobody looks. */
  protected changed(): void {
    this.#isBehind = document.hidden;
    if (document.hidden || this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(this.#show);
  }

  #show = (): void => {
    this.#isDue = false;
    if (!this.#hass || !this.isConnected) return;
    speak(this.#hass);
    render(this.render(this.#hass) ?? nothing, this.#root);
  };

  /** Render again in a minute: for what is told as "in 7 min". */
  protected tick(): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(() => this.changed(), MINUTE);
  }

  /** Tell the frontend something: it opens dialogs and asks questions. */
  protected tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  protected moreInfo(entityId: string): void {
    this.tell("hass-more-info", { entityId });
  }
}
