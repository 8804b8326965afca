import type { MeasureId } from "../measures/ids.ts";
import { MEASURES } from "../measures/ids.ts";
import type { Language } from "./texts/index.ts";

/** Shown where a measure does not apply. */
export const NOTHING = "–";

/**
 * A length of time for people, three significant digits below a minute: `0.42 s`, `41.0 s`, `3 min 12 s`, `2 h 5 min`.
 * `Intl.DurationFormat` is not in every engine we run on.
 */
export function formatDuration(seconds: number, language: Language): string {
  const unit = UNITS[language];
  if (seconds < 0) return `−${formatDuration(-seconds, language)}`;
  if (seconds === 0) return `0${unit.second}`;
  if (seconds < 9.995) return `${seconds.toFixed(2)}${unit.second}`;
  if (seconds < 59.95) return `${seconds.toFixed(1)}${unit.second}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}${unit.minute}${rest(whole % 60, unit.second)}`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)}${unit.hour}${rest(minutes % 60, unit.minute)}`;
}

const UNITS: Readonly<Record<Language, { second: string; minute: string; hour: string }>> = {
  en: { second: "\u202fs", minute: "\u202fmin", hour: "\u202fh" },
  ko: { second: "초", minute: "분", hour: "시간" },
};

function rest(amount: number, unit: string): string {
  return amount === 0 ? "" : ` ${amount}${unit}`;
}

/** How long somebody waited, µs: in milliseconds below a second. */
export function formatLatency(micros: number, language: Language): string {
  if (micros >= 999_500) return formatDuration(micros / 1_000_000, language);
  const digits = micros < 9_950 && micros % 1000 !== 0 ? 1 : 0;
  return `${numberFormat(language, digits).format(micros / 1000)}\u202fms`;
}

/** Position on the run's clock as `m:ss` or `h:mm:ss`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${twoDigits(minutes)}:${twoDigits(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
}

/** A count with grouping: `8,214`. */
export function formatCount(value: number, language: Language): string {
  return numberFormat(language, 0).format(Math.round(value));
}

/** A count in little room: `8,214`, but `158K` and `15.8만`. */
export function formatCompact(value: number, language: Language): string {
  if (value < 100_000) return formatCount(value, language);
  return new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** A share 0–1 in percent, as many digits as it takes to tell it from none and from all: `41%`, `3.2%`, `0.04%`. */
export function formatShare(share: number, language: Language): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return "<0.01%";
  const nearAll = percent > 99.5 && percent < 100;
  const digits = nearAll || percent < 1 ? 2 : percent < 10 ? 1 : 0;
  const shown = nearAll ? Math.min(percent, 99.99) : percent;
  return `${numberFormat(language, digits, "trimmed").format(shown)}%`;
}

export function formatMoney(amount: number, currency: string, language: Language): string {
  const digits = moneyDigits(Math.abs(amount));
  const key = `${language} ${currency} ${digits}`;
  let format = moneyFormats.get(key);
  if (format === undefined) {
    format = moneyFormat(language, currency, digits);
    moneyFormats.set(key, format);
  }
  return format(amount);
}

/** Cents from a dollar on; below it as many digits as it takes to tell the amount from nothing: `$0.0035`. */
function moneyDigits(amount: number): number {
  if (amount >= 100 || amount < 0.000_05) return 0;
  return amount >= 0.1 ? 2 : amount >= 0.01 ? 3 : 4;
}

const moneyFormats = new Map<string, (amount: number) => string>();

/** The scenario may name any currency; one that `Intl` refuses is printed after the number. */
function moneyFormat(language: Language, currency: string, digits: number): (amount: number) => string {
  try {
    const format = new Intl.NumberFormat(language, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      signDisplay: "negative",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    return (amount) => format.format(amount);
  } catch {
    return (amount) => `${numberFormat(language, digits).format(amount)} ${currency}`;
  }
}

/** A measure in its own unit. */
export function formatMeasure(
  id: MeasureId,
  value: number | null,
  how: { currency: string; language: Language },
): string {
  if (value === null) return NOTHING;
  const { currency, language } = how;
  switch (MEASURES[id].unit) {
    case "s":
      return formatDuration(value, language);
    case "share":
      return formatShare(value, language);
    case "money":
      return formatMoney(value, currency, language);
    case "ms":
      return formatLatency(value * 1000, language);
    case "ratio":
      return `${numberFormat(language, 2).format(value)}×`;
    default:
      return formatCount(value, language);
  }
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, digits: number, zeros: "kept" | "trimmed" = "kept"): Intl.NumberFormat {
  const key = `${language} ${digits} ${zeros}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: zeros === "kept" ? digits : 0,
      maximumFractionDigits: digits,
    });
    numberFormats.set(key, format);
  }
  return format;
}
