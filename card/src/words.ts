/** Words and numbers as the user reads them; words come from the integration. */

import { DOMAIN, type Hass, type Locale } from "./hass.ts";

let speaker: Hass | undefined;
let loading: Promise<unknown> | undefined;

/** Speak this user's language from now on: a page has one. */
export function speak(hass: Hass): void {
  speaker = hass;
  loading ??= hass.loadBackendTranslation("selector", DOMAIN);
}

/** The same, once the card's own words are there. */
export async function spoken(hass: Hass): Promise<void> {
  speak(hass);
  const localize = (await loading) as Hass["localize"] | undefined;
  speaker = typeof localize === "function" ? { ...hass, localize } : hass;
}

/** Return one of the card's own words. A key reads well enough until they are there. */
export const word = (key: string, values?: Record<string, unknown>): string =>
  speaker?.localize(`component.${DOMAIN}.selector.card.options.${key}`, values) ||
  key.replaceAll("_", " ");

/** Return a word for a picker, which may be there before anything of ours is. */
export function offered(key: string): string {
  speak(document.querySelector<Element & { hass: Hass }>("home-assistant")!.hass);
  return word(key);
}

interface Format {
  format(...value: unknown[]): string;
}
type Kind = new (language: string, options: object) => Format;

const formats: Record<string, Format> = {};

/** Return a value as it is written in a language; a browser takes long to make a format. */
const written = (kind: unknown, language: string, options: object, ...value: unknown[]): string =>
  (formats[language + JSON.stringify(options)] ??= new (kind as Kind)(language, options))
    .format(...value);

const NUMBERS: Record<string, string> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

/** Return a number with so many digits after the point, in the user's format. */
export const number = (locale: Locale, value: number, digits: number): string =>
  written(Intl.NumberFormat, NUMBERS[locale.number_format ?? ""] ?? locale.language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }, value);

/** Return a temperature without its unit's letter: "20.5°". */
export const degrees = (locale: Locale, value: number, digits = 1): string =>
  `${number(locale, value, digits).replace("-", "−")}°`;

/** Return a time of the day, with the day's name where it is not the nearest such time. */
export const clock = ({ locale, config }: Hass, at: number, now = Date.now()): string =>
  written(Intl.DateTimeFormat, locale.language, {
    weekday: Math.abs(at - now) < 64_800_000 ? undefined : "short",
    hour: "numeric",
    minute: "2-digit",
    hour12: { 12: true, 24: false }[locale.time_format ?? ""],
    timeZone: locale.time_zone === "server" ? config.time_zone : undefined,
  }, at);

/** Return "until 5 PM". */
export const untilOf = (hass: Hass, at: number): string =>
  word("until", { time: clock(hass, at) });

/** Return how far off a moment is: "in 7 min". */
export function away(locale: Locale, at: number, now = Date.now()): string {
  const minutes = Math.round((at - now) / 60_000);
  const [value, unit] = minutes < 90 ? [minutes, "minute" as const] : [Math.round(minutes / 60), "hour" as const];
  return written(Intl.RelativeTimeFormat, locale.language, { style: "short" }, value, unit);
}
