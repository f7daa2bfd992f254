/** What each status means: where heat comes from now, and in which tone it is told. */

/** What is told of a moment; it names the color too. */
export type Tone =
  | "heat" | "cool" | "auxiliary" | "furnace" | "emergency" | "defrost"
  | "store" | "rest" | "idle" | "fan" | "off" | "trouble";

/** Where heat or cold comes from: a key of the card's words. */
export type Source =
  | "heat_pump" | "heat_pump_2" | "auxiliary" | "backup" | "furnace" | "emergency"
  | "cooling" | "cooling_2" | "defrosting" | "storing" | "resting" | "waiting"
  | "stopped" | "idle" | "fan" | "off" | "testing" | "unknown";

/** What is confirmed to run. */
export interface Running {
  compressor: boolean;
  second: boolean;
  backup: boolean;
  isFuel: boolean;
  isCooling: boolean;
}

/** The tone of a source that follows from what runs. */
const TONES: Partial<Record<Source, Tone>> = {
  heat_pump: "heat",
  heat_pump_2: "heat",
  auxiliary: "auxiliary",
  backup: "auxiliary",
  furnace: "furnace",
  cooling: "cool",
  cooling_2: "cool",
};

interface Meaning {
  /** Without one, the source's own. */
  tone?: Tone;
  /** What is said while this runs; without one, by what runs. */
  source?: Source;
  /** What is said where nothing runs. */
  resting?: Source;
}

const waiting: Meaning = { tone: "rest", source: "waiting" };
const resting: Meaning = { tone: "rest", source: "resting" };
const trouble: Meaning = { tone: "trouble", resting: "stopped" };
const running: Meaning = { resting: "waiting" };

/** Every status that the thermostat has. */
export const STATUSES: Record<string, Meaning> = {
  off: { tone: "off", source: "off" },
  idle: { tone: "idle", source: "idle" },
  fan: { tone: "fan", source: "fan" },
  heating: { tone: "heat", source: "heat_pump" },
  heating_stage_2: { tone: "heat", source: "heat_pump_2" },
  preheating: running,
  storing_heat: { tone: "store", source: "storing" },
  auxiliary_heat: { tone: "auxiliary", source: "auxiliary" },
  emergency_heat: { tone: "emergency", source: "emergency" },
  compressor_locked_out: running,
  furnace: { tone: "furnace", source: "furnace" },
  furnace_cheaper: { tone: "furnace", source: "furnace" },
  defrosting: { tone: "defrost", source: "defrosting" },
  cooling: { tone: "cool", source: "cooling" },
  cooling_stage_2: { tone: "cool", source: "cooling_2" },
  minimum_off: resting,
  minimum_on: running,
  starts_per_hour: resting,
  backup_minimum_off: resting,
  cooling_locked_out: waiting,
  changeover: waiting,
  switching: waiting,
  window_open: waiting,
  fault_signal: trouble,
  room_too_warm: { tone: "rest", source: "stopped" },
  room_too_cold: { tone: "rest", source: "stopped" },
  room_sensor_lost: trouble,
  relay_lost: trouble,
  freeze_guard: trouble,
  blind_heat: trouble,
  outage: running,
  compressor_dead: trouble,
  compressor_compared: running,
  waiting_for_room: waiting,
  stopping: { tone: "off", source: "stopped" },
  testing: { tone: "rest", source: "testing" },
  own_fault: trouble,
};

/** Return where heat or cold comes from, by what is confirmed to run. */
export function sourceOf(runs: Running, otherwise: Source = "resting"): Source {
  if (runs.compressor && runs.isCooling) return runs.second ? "cooling_2" : "cooling";
  if (runs.compressor && runs.backup) return "auxiliary";
  if (runs.compressor) return runs.second ? "heat_pump_2" : "heat_pump";
  if (runs.backup) return runs.isFuel ? "furnace" : "backup";
  return otherwise;
}

/** Return what a status means while this runs; a newer status is told by what runs. */
export function meaningOf(status: string | undefined, runs: Running): { source: Source; tone: Tone } {
  const meaning: Meaning | undefined = STATUSES[status ?? ""];
  if (!meaning && !runs.compressor && !runs.backup) return { source: "unknown", tone: "off" };
  const source = meaning?.source ?? sourceOf(runs, meaning?.resting);
  return { source, tone: meaning?.tone ?? TONES[source] ?? "rest" };
}
