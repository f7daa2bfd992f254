/** What was: asked for once, and followed from then on. */

import { numberOf } from "./entities.ts";
import type { Hass } from "./hass.ts";
import type { Point } from "./plot.ts";

interface Row {
  s: string;
  a?: Record<string, any>;
  /** When it was written, in seconds. */
  lu: number;
}

const EVERY = 60_000;

/** The rows of some entities over some hours. */
export class Past {
  #rows: Record<string, Row[]> = {};
  #end?: Promise<(() => void) | undefined>;
  #told = 0;

  /** `changed` is told at first, and then once a minute at most. */
  constructor(hass: Hass, ids: string[], since: number, changed: () => void) {
    this.#end = hass.connection
      .subscribeMessage<{ states: Record<string, Row[]> }>(({ states }) => {
        for (const [id, rows] of Object.entries(states)) (this.#rows[id] ??= []).push(...rows);
        if (Date.now() - this.#told < EVERY) return;
        this.#told = Date.now();
        changed();
      }, {
        type: "history/stream",
        entity_ids: ids,
        start_time: new Date(since).toISOString(),
        minimal_response: true,
        significant_changes_only: true,
      })
      .catch(() => undefined);
  }

  close(): void {
    void this.#end?.then((end) => end?.());
  }

  /** Return when the first of it was written; `now` where there is nothing. */
  first(now: number): number {
    return Math.min(now, ...Object.values(this.#rows).map(([row]) => (row ? row.lu * 1000 : now)));
  }

  /** Return the numbers of an entity, or of one of its attributes. */
  numbers(id: string | undefined, attribute?: string): Point[] {
    return (this.#rows[id ?? ""] ?? []).map(({ s, a, lu }) => {
      return [lu * 1000, numberOf(attribute ? a?.[attribute] : s) ?? null];
    });
  }

  /** Return when an entity was on, from a moment on. */
  times(id: string | undefined, from: number, now: number): [number, number][] {
    const rows = this.#rows[id ?? ""] ?? [];
    return rows.flatMap(({ s, lu }, i): [number, number][] => {
      const end = rows[i + 1] ? rows[i + 1]!.lu * 1000 : now;
      return s === "on" && end > from ? [[Math.max(lu * 1000, from), end]] : [];
    });
  }
}
