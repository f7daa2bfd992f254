/** Setpoints as somebody moves them: added up at once, sent once. */

export type Key = "temperature" | "target_temp_low" | "target_temp_high";

/** The setpoints of a mode, by the names under which they are set. */
export type Targets = Partial<Record<Key, number>>;

/** What may be set, and how far two setpoints have to stay apart. */
export interface Range {
  min: number;
  max: number;
  step: number;
  separation: number;
}

/** Return a temperature on the grid of steps, within the range. */
export function within(range: Range, value: number): number {
  const on = Math.round(value / range.step) * range.step;
  const rounded = Math.round(on * 100) / 100;
  return Math.min(range.max, Math.max(range.min, rounded));
}

/** Return the setpoints with one of them moved; it pushes the other along. */
export function moved(targets: Targets, key: Key, to: number, range: Range): Targets {
  const { min, max, step, separation } = range;
  if (key === "temperature") return { temperature: within(range, to) };
  const gap = Math.ceil(separation / step - 0.001) * step;
  const isLow = key === "target_temp_low";
  const other = isLow ? "target_temp_high" : "target_temp_low";
  const value = within({ ...range, ...(isLow ? { max: max - gap } : { min: min + gap }) }, to);
  const stands = targets[other] ?? value;
  const isClose = (isLow ? stands - value : value - stands) < separation;
  return { [key]: value, [other]: isClose ? within(range, value + (isLow ? gap : -gap)) : stands };
}

/** What waits to be sent: shown in the place of what is in force until it is. */
export class Pending<T> {
  value: T | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** `send` settles once it is in force, or refused; `changed` is told of each change. */
  constructor(
    private readonly send: (value: T) => Promise<unknown>,
    private readonly changed: () => void,
    private readonly delay = 800,
  ) {}

  set(value: T): void {
    this.value = value;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.delay);
    this.changed();
  }

  /** Send now what waits, if anything does. */
  flush = async (): Promise<void> => {
    if (this.#timer === undefined || this.value === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const turn = this.#turn;
    try {
      await this.send(this.value);
    } catch {
      // Home Assistant has told the user why; what is in force is shown again.
    }
    if (turn === this.#turn) {
      this.value = undefined;
      this.changed();
    }
  };
}
