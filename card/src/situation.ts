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

/** What a status means: what is said, or what is said where nothing runs and else what
 * runs; and in which tone, where that is not the source's. */
type Meaning = [source: Source, tone?: Tone, isByWhatRuns?: boolean];

/** What statuses mean: those in one row mean the same. */
const MEANINGS: [statuses: string, ...Meaning][] = [
  ["off", "off", "off"],
  ["idle", "idle", "idle"],
  ["fan", "fan", "fan"],
  ["heating", "heat_pump"],
  ["heating_stage_2", "heat_pump_2"],
  ["cooling", "cooling"],
  ["cooling_stage_2", "cooling_2"],
  ["auxiliary_heat", "auxiliary"],
  ["furnace furnace_cheaper", "furnace"],
  ["emergency_heat", "emergency", "emergency"],
  ["defrosting", "defrosting", "defrost"],
  ["storing_heat", "storing", "store"],
  ["minimum_off starts_per_hour backup_minimum_off", "resting"],
  ["cooling_locked_out changeover switching window_open waiting_for_room", "waiting"],
  ["room_too_warm room_too_cold stopping", "stopped"],
  ["testing", "testing"],
  ["preheating compressor_locked_out minimum_on outage compressor_compared sensor_compared curtailed", "waiting", , true],
  [
    "fault_signal room_sensor_lost relay_lost freeze_guard blind_heat compressor_dead own_fault",
    "stopped", "trouble", true,
  ],
];

/** Every status that the thermostat has. */
export const STATUSES: Record<string, Meaning> = Object.fromEntries(
  MEANINGS.flatMap(([statuses, ...meaning]) =>
    statuses.split(" ").map((status): [string, Meaning] => [status, meaning])),
);

const UNKNOWN: Meaning = ["unknown", , true];

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
  const [said, tone, isByWhatRuns] = STATUSES[status ?? ""] ?? UNKNOWN;
  const source = isByWhatRuns ? sourceOf(runs, said) : said;
  return { source, tone: tone ?? TONES[source] ?? "rest" };
}
