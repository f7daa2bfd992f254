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
  new Intl.NumberFormat(NUMBERS[locale.number_format ?? ""] ?? locale.language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: locale.number_format !== "none",
  }).format(value);

/** Return a temperature without its unit's letter: "20.5°". */
export const degrees = (locale: Locale, value: number, digits = 1): string =>
  `${number(locale, value, digits).replace("-", "−")}°`;

function zone(hass: Hass): string | undefined {
  return hass.locale.time_zone === "server" ? hass.config.time_zone : undefined;
}

/** Return a time of the day; of another day with its name. */
export function clock(hass: Hass, at: number, now: number): string {
  const { language, time_format: format } = hass.locale;
  const day = new Intl.DateTimeFormat(language, { day: "numeric", timeZone: zone(hass) });
  return new Intl.DateTimeFormat(language, {
    weekday: day.format(at) === day.format(now) ? undefined : "short",
    hour: "numeric",
    minute: "2-digit",
    hour12: format === "12" ? true : format === "24" ? false : undefined,
    timeZone: zone(hass),
  }).format(at);
}

/** Return how far off a moment is: "in 7 min". */
export function away(locale: Locale, at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000);
  const hours = Math.abs(minutes) >= 90;
  return new Intl.RelativeTimeFormat(locale.language, { style: "short" }).format(
    hours ? Math.round(minutes / 60) : minutes,
    hours ? "hour" : "minute",
  );
}
