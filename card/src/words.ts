/** Words and numbers as the user reads them; words come from the integration. */

import { DOMAIN, type Hass, type Locale } from "./hass.ts";

export type Words = (key: string, values?: Record<string, unknown>) => string;

let latest: Hass | undefined;
let loading: Promise<unknown> | undefined;

/** Return the card's own words. A key reads well enough until they are there. */
export function wordsOf(hass: Hass): Words {
  latest = hass;
  loading ??= hass.loadBackendTranslation("selector", DOMAIN);
  return (key, values) =>
    hass.localize(`component.${DOMAIN}.selector.card.options.${key}`, values) ||
    key.replaceAll("_", " ");
}

/** Return the card's own words, once they are there. */
export async function loadWords(hass: Hass): Promise<Words> {
  wordsOf(hass);
  const localize = (await loading) as Hass["localize"] | undefined;
  return wordsOf(typeof localize === "function" ? { ...hass, localize } : hass);
}

/** Return a word where nobody says for whom: in a form's labels. */
export const word = (key: string): string => (latest ? wordsOf(latest)(key) : key);

const NUMBERS: Record<string, string> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

/** Return a number with so many digits after the point, in the user's format. */
export const number = (locale: Locale, value: number, digits: number): string =>
  value.toLocaleString(NUMBERS[locale.number_format ?? ""] ?? locale.language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

/** Return a temperature without its unit's letter: "20.5°". */
export const degrees = (locale: Locale, value: number, digits = 1): string =>
  `${number(locale, value, digits).replace("-", "−")}°`;

/** Return a time of the day, with the day's name where it is not the nearest such time. */
export const clock = ({ locale, config }: Hass, at: number, now: number): string =>
  new Date(at).toLocaleString(locale.language, {
    weekday: Math.abs(at - now) < 64_800_000 ? undefined : "short",
    hour: "numeric",
    minute: "2-digit",
    hour12: { 12: true, 24: false }[locale.time_format ?? ""],
    timeZone: locale.time_zone === "server" ? config.time_zone : undefined,
  });

/** Return how far off a moment is: "in 7 min". */
export function away(locale: Locale, at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000);
  const [value, unit] = minutes < 90 ? [minutes, "minute" as const] : [Math.round(minutes / 60), "hour" as const];
  return new Intl.RelativeTimeFormat(locale.language, { style: "short" }).format(value, unit);
}
