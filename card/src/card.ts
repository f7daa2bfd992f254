/** The card: what the machine does and why, and what the household wants. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import styles from "./card.css";
import { askHours, balanceOf, type Hours } from "./balance.ts";
import { type Chart, chart } from "./chart.ts";
import { dialOf } from "./dial.ts";
import { drawing } from "./drawing.ts";
import { emergencyAction } from "./emergency.ts";
import { type End, endsOf } from "./ends.ts";
import { stubOf } from "./entities.ts";
import { BEHIND, graphOf, LANES } from "./graph.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import { KEPT, type Outlook, outlookOf } from "./outlook.ts";
import { Past } from "./past.ts";
import { type Key, moved, Pending, type Targets } from "./setpoints.ts";
import tones from "./tones.css";
import { type Choices, concerned, type Config, ENTITY, told, type View, viewOf } from "./view.ts";
import { Watching } from "./watching.ts";
import { away, clock, number, untilOf, word } from "./words.ts";

const ICONS: Record<string, string> = {
  off: "mdi:power", heat: "mdi:fire", cool: "mdi:snowflake",
  heat_cool: "mdi:sun-snowflake-variant", fan_only: "mdi:fan",
};

const REPAIRS = { action: "navigate", navigation_path: "/config/repairs" };

export class ThermostatCard extends Watching {
  /** Whether it is only shown to be chosen. */
  preview?: boolean;
  #config?: Config;
  #outlook?: Outlook;
  #askedAt = 0;
  #view!: View;
  #localize?: Hass["localize"];
  #past?: Past;
  #graph?: Chart;
  /** Shown on the second page, once it was opened. */
  #hours?: Hours;
  #isTurned = false;

  #pending = new Pending<Targets>(
    (targets) => this.#act("climate", "set_temperature", targets),
    () => this.changed(),
  );
  /** Which of the ends that are offered was chosen for what holds. */
  #holding = new Pending<number>((index) => {
    const [, at] = this.#ends()[index - 1]!;
    const end = at ? { until: new Date(at).toISOString() } : { permanent: true };
    return this.#act(DOMAIN, "hold", { ...this.#view.held, ...end });
  }, () => this.changed());
  /** Which of its ends was chosen for emergency heat. */
  #lasts = 0;

  constructor() {
    super(tones, styles);
  }

  static getStubConfig = stubOf;

  static getConfigForm(): object {
    const shown = ["show_drawing", "show_history", "show_emergency_heat", "show_terminals"];
    return {
      schema: [
        ENTITY,
        { name: "name", selector: { text: {} } },
        ...shown.map((name) => ({ name, default: true, selector: { boolean: {} } })),
      ],
      computeLabel: ({ name }: { name: string }) =>
        name.startsWith("show_") ? word(name) : undefined,
    };
  }

  setConfig(config: Config): void {
    if (!config.entity) throw new Error("Choose a thermostat (entity).");
    this.#config = config;
    this.#past?.close();
    this.#past = this.#graph = this.#outlook = this.#hours = undefined;
    this.#askedAt = 0;
    this.changed();
  }

  getCardSize(): number {
    return 9;
  }

  getGridOptions(): object {
    return { columns: 12, rows: "auto", min_columns: 6 };
  }

  protected override watched(hass: Hass): string[] {
    return this.#config ? concerned(hass, this.#config) : [];
  }

  async #ask(hass: Hass, { entity }: Config, now: number): Promise<void> {
    if (now - this.#askedAt < KEPT) return;
    this.#askedAt = now;
    const outlook = await outlookOf(hass, entity);
    if (entity !== this.#config?.entity) return;
    this.#outlook = outlook;
    this.#redraw();
  }

  /** Follow what the graph shows, from the first time on that it is shown. */
  #follow(hass: Hass, { entity, roles }: View, now: number): void {
    const ids = [...LANES, ["outdoor_temperature"]].flatMap(([role]) => roles[role!] ?? []);
    this.#past ??= new Past(hass, [entity, ...ids], now - BEHIND, this.#redraw);
  }

  #redraw = (): void => {
    this.#graph = undefined;
    this.changed();
  };

  #drawn(past: Past): Chart {
    return graphOf(this.hass!, this.#view, past, Date.now(), this.#outlook);
  }

  #turn = async (): Promise<void> => {
    this.#isTurned = !this.#isTurned;
    this.changed();
    this.#hours ??= await askHours(this.hass!, this.#view, Date.now());
    this.changed();
  };

  override disconnectedCallback(): void {
    void this.#pending.flush();
    void this.#holding.flush();
    this.#past?.close();
    this.#past = undefined;
    super.disconnectedCallback();
  }

  #act(domain: string, service: string, data: object = {}): Promise<unknown> {
    return this.hass!.callService(domain, service, { ...data }, { entity_id: this.#config!.entity });
  }

  /** The ends that a hold may have. */
  #ends(): End[] {
    const now = Date.now();
    const { next } = this.#outlook ?? {};
    const block = (at: number): End =>
      [`${word("next_block")} (${clock(this.hass!, at, now)})`, at];
    return [
      ...endsOf(this.hass!, now),
      ...(next ? [block(next.at)] : []),
      [word("permanent")],
    ];
  }

  #move = (key: Key, to: number): void => {
    const { targets, range, mode } = this.#view;
    if (mode === "off") return;
    const now = this.#pending.value ?? targets;
    const then = moved(now, key, to, range);
    if (then[key] !== now[key]) this.#pending.set(then);
  };

  protected override render(hass: Hass): unknown {
    const config = this.#config;
    if (!config) return nothing;
    const now = Date.now();
    if (hass.localize !== this.#localize) this.#graph = undefined;
    this.#localize = hass.localize;
    const view = viewOf(hass, config, now, this.#outlook);
    if (view.isAvailable) {
      this.#view = view;
      if (!this.preview) {
        void this.#ask(hass, config, now);
        if (config.show_history !== false) this.#follow(hass, view, now);
      }
      if (view.until || view.hold?.until) this.tick();
    }
    const icon = (key: string, name: string, act: () => void, isOn?: boolean): TemplateResult =>
      html`<button title=${word(key)} aria-pressed=${isOn ?? nothing}
        @click=${act}><ha-icon icon=${name}></ha-icon></button>`;
    return html`<ha-card>
      <div class="page ${view.tone} ${this.preview ? "still" : ""} ${this.#isTurned ? "turned" : ""}">
        <header>
          <h2>${view.name}</h2>
          ${this.#outlook ? icon("balance", "mdi:scale-balance", this.#turn, this.#isTurned) : nothing}
          ${view.state ? icon("more", "mdi:dots-vertical", () => this.moreInfo(view.entity)) : nothing}
        </header>
        ${!view.isAvailable
          ? html`<p role="status">${word(view.state ? "unavailable" : "not_found")}</p>`
          : this.#isTurned && this.#outlook
            ? chart(balanceOf(hass, view, this.#outlook, this.#hours ?? new Map()))
            : this.#now(view)}
      </div>
    </ha-card>`;
  }

  #now(view: View): TemplateResult {
    const { hass } = this;
    const config = this.#config;
    const shown = this.#pending.value ?? view.targets;
    const hasDrawing = config!.show_drawing !== false;
    const degrees = (value?: number): string => told(hass!, value);
    const outdoor = view.outdoor === undefined ? "" : degrees(view.outdoor);
    const label = `${word(`source_${view.source}`)}. ${word("outdoors")} ${outdoor}`;
    return html`
      ${this.#banner(view)}
      <div class="stage">
        ${dialOf({ view, shown, degrees, move: this.#move, done: this.#pending.flush })}
        ${hasDrawing ? drawing(view, label, outdoor) : nothing}
      </div>
      ${this.#steppers(view, shown)}
      ${this.#strip(view)}
      ${this.#modes(view)}
      <div class="choices">
        ${view.choices.map((each) => this.#choices(each))}${this.#held(view)}
      </div>
      ${this.#cop(view)}
      ${this.#figures(view)}
      ${this.#past ? chart((this.#graph ??= this.#drawn(this.#past))) : nothing}
      ${config!.show_terminals === false ? nothing : this.#terminals(view)}
      ${config!.show_emergency_heat === false && !view.emergency?.isOn ? nothing : this.#emergency(view)}
    `;
  }

  #banner(view: View): TemplateResult | typeof nothing {
    if (!view.problems.length) return nothing;
    const open = (): void =>
      this.hass!.user?.is_admin
        ? this.tell("hass-action", { config: { tap_action: REPAIRS }, action: "tap" })
        : this.moreInfo(view.roles.problem!);
    return html`<div role="alert"><button class="banner trouble" @click=${open}>
      <ha-icon icon="mdi:alert-circle-outline"></ha-icon>
      <span>${view.problems.map((text) => html`${text}<br />`)}</span>
    </button></div>`;
  }

  #steppers(view: View, shown: Targets): TemplateResult {
    const { hass } = this;
    const isOff = view.mode === "off";
    return html`<div class="steppers">
      ${view.setpoints.map(({ key, side, value: stands }) => {
        const value = shown[key] ?? stands;
        const text = told(hass!, value);
        const step = (by: number, sign: string, name: string): TemplateResult =>
          html`<button ?disabled=${isOff} aria-label="${word(name)}, ${word(`setpoint_${side}`)}"
            @click=${() => this.#move(key, value + by * view.range.step)}>${sign}</button>`;
        return html`<div class="stepper ${isOff ? "off" : side}">
          ${step(-1, "−", "lower")}
          <output>${text}</output>
          ${step(1, "+", "higher")}
        </div>`;
      })}
    </div>`;
  }

  #strip(view: View): TemplateResult {
    const { hass } = this;
    const title = word(`source_${view.source}`);
    return html`<button class="strip" aria-live="polite"
      @click=${() => this.moreInfo(view.roles.status ?? view.entity)}>
      <strong>${title}</strong>
      ${view.until
        ? html`<small>${untilOf(hass!, view.until)}
            (${away(hass!.locale, view.until)})</small>`
        : nothing}
      ${view.why && view.why !== title ? html`<span>${view.why}</span>` : nothing}
    </button>`;
  }

  /** What holds until when, and what else it may; and the way back to the schedule. */
  #held(view: View): TemplateResult | typeof nothing {
    const { hold, mode, setpoints } = view;
    const ends = mode !== "off" && setpoints.length ? this.#ends() : [];
    if (!hold && !ends.length) return nothing;
    const stands = !hold ? "–" : hold.until
      ? untilOf(this.hass!, hold.until)
      : word("permanent");
    return html`${this.#list(
      word(hold ? "held" : "hold"),
      [stands, ...ends.map(([text]) => text)],
      this.#holding.value ?? 0,
      (at) => this.#holding.set(at),
    )}${hold
      ? html`<button class="outlined" @click=${() => this.#act(DOMAIN, "resume_schedule")}>
          ${word("resume")}</button>`
      : nothing}`;
  }

  #modes(view: View): TemplateResult {
    const choose = (hvac_mode: string) => (): void =>
      void this.#act("climate", "set_hvac_mode", { hvac_mode });
    return html`<div class="modes" role="group" aria-label=${word("mode")}>
      ${view.modes.map(
        ({ value, text }) => html`<button title=${text} aria-pressed=${value === view.mode}
          @click=${choose(value)}><ha-icon icon=${ICONS[value] ?? "mdi:thermostat"}></ha-icon>
        </button>`,
      )}
    </div>`;
  }

  #choices({ attribute, chosen, options }: Choices): TemplateResult {
    return this.#list(
      word(attribute),
      options.map(({ text }) => text),
      options.findIndex(({ value }) => value === chosen),
      (at) => void this.#act("climate", `set_${attribute}`, { [attribute]: options[at]!.value }),
    );
  }

  #list(label: string, texts: string[], chosen: number, choose: (at: number) => void): TemplateResult {
    const change = ({ target }: Event): void => choose((target as HTMLSelectElement).selectedIndex);
    return html`<label>${label}
      <select @change=${change} .selectedIndex=${chosen}>
        ${texts.map((text, at) => html`<option ?selected=${at === chosen}>${text}</option>`)}
      </select>
    </label>`;
  }

  #cop(view: View): TemplateResult | typeof nothing {
    const { cop, copHere } = view;
    if (cop === undefined) return nothing;
    const { hass } = this;
    const most = Math.max(cop, copHere ?? 0, 4);
    const here = copHere && number(hass!.locale, copHere, 1);
    return html`<div class="cop">
      <div><span>COP ${number(hass!.locale, cop, 2)}</span>
        ${here ? html`<small>${word("cop_here", { cop: here })}</small>` : nothing}
      </div>
      <div class="gauge"><i style="width:${(100 * cop) / most}%"></i>
        ${copHere ? html`<b style="inset-inline-start:${(100 * copHere) / most}%"></b>` : nothing}
      </div>
    </div>`;
  }

  #figures(view: View): TemplateResult | typeof nothing {
    if (!view.figures.length) return nothing;
    return html`<div class="figures">
      ${view.figures.map(
        ({ key, text, entity }) => html`<button @click=${() => this.moreInfo(entity)}>
          <small>${word(key)}</small><bdi>${text}</bdi></button>`,
      )}
    </div>`;
  }

  #terminals(view: View): TemplateResult | typeof nothing {
    if (!view.terminals.length) return nothing;
    return html`<details><summary>${word("terminals")}</summary>
      <ul class="lamps">
        ${view.terminals.map(
          ({ name, state, entity }) => html`<li>
            <button aria-label="${name}: ${word(`terminal_${state}`)}" @click=${() => this.moreInfo(entity)}>
              <span class="lamp ${state}"></span>${name}</button>
          </li>`,
        )}
      </ul>
    </details>`;
  }

  #emergency(view: View): TemplateResult | typeof nothing {
    const { emergency } = view;
    if (!emergency) return nothing;
    const hass = this.hass!;
    const usual = this.#outlook?.emergency_hours;
    const ends = endsOf(hass, Date.now());
    const toggle = (): void => {
      const [, until] = endsOf(hass, Date.now())[this.#lasts - 1] ?? [];
      this.tell("hass-action", emergencyAction(hass, view, this.#outlook, until));
    };
    return html`<div class="choices">
      ${emergency.isOn
        ? html`<label>${emergency.until
            ? untilOf(hass, emergency.until)
            : nothing}</label>`
        : this.#list(
            word("how_long"),
            [usual ? `${usual} h` : word("permanent"), ...ends.map(([text]) => text)],
            this.#lasts,
            (at) => (this.#lasts = at),
          )}
      <button class="outlined" @click=${toggle}>
        ${word(emergency.isOn ? "emergency_end" : "emergency_start")}
      </button>
    </div>`;
  }
}
