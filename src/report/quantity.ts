import { MEASURES, type MeasureId } from "../measures/ids.ts";

/** Shown where a measure does not apply. */
const NOTHING = "–";

/** A measure with its unit, as a person reads it; the currency stands with money. */
export function printMeasure(id: MeasureId, value: number | null, currency: string): string {
  if (value === null) return NOTHING;
  switch (MEASURES[id].unit) {
    case "s":
      return printSeconds(value);
    case "share":
      return printShare(value);
    case "ms":
      return `${threeDigits(value)} ms`;
    case "ratio":
      return `${threeDigits(value)}×`;
    case "money":
      return `${Math.abs(value) < 0.995 ? threeDigits(value) : grouped(value, 2)} ${currency}`;
    case "pod·s":
    case "user·min":
      return `${grouped(value, 0)} ${MEASURES[id].unit}`;
    default:
      return grouped(value, 0);
  }
}

/** `0.42 s`, `41.0 s`, `3 min 12 s`, `2 h 05 min`. */
export function printSeconds(seconds: number): string {
  if (seconds < 0) return `-${printSeconds(-seconds)}`;
  if (seconds < 59.95) return `${threeDigits(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoPlaces(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoPlaces(minutes % 60)} min`;
}

/** A share 0–1 in percent, with as many digits as tell it from nothing and from all: `0.0042 %`, `3.21 %`, `99.98 %`. */
export function printShare(share: number): string {
  const percent = share * 100;
  if (percent >= 99 && percent < 100) return `${percent.toFixed(digitsBelowAll(percent))} %`;
  return `${threeDigits(percent)} %`;
}

function digitsBelowAll(percent: number): number {
  let digits = 2;
  while (digits < 6 && percent.toFixed(digits).startsWith("100")) digits++;
  return digits;
}

/** At least three significant digits, none invented beyond what a reader can use: `0`, `0.00042`, `1.50`, `41.0`, `8,214`. */
function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.000_001) return value.toExponential(1);
  if (size >= 99.95) return grouped(value, 0);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.995) return value.toFixed(2);
  return String(Number(value.toPrecision(2)));
}

/** `12,345.60`, with `digits` places after the point. */
function grouped(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  const [whole = "", fraction] = text.split(".");
  const sign = value < 0 && Number(text) !== 0 ? "-" : "";
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
}

function twoPlaces(value: number): string {
  return String(value).padStart(2, "0");
}
