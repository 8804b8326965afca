import type { Invocation } from "../invocation.ts";
import { Labels } from "../labels.ts";
import { type FunctionDefinition, SECOND_IN_MICROS } from "./definition.ts";

/** A day in the Gregorian calendar, UTC. */
interface Day {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

const DAY_SECONDS = 86_400;

/** The day that lies `days` after 1 January 1970 (Howard Hinnant, `civil_from_days`: years begin in March). */
function dayFrom(days: number): Day {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of the year before the month begins, in years of 365 days. */
const DAYS_BEFORE: readonly number[] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function daysIn(month: number, year: number): number {
  const plain = (DAYS_BEFORE[month] as number) - (DAYS_BEFORE[month - 1] as number);
  return month === 2 && isLeap(year) ? plain + 1 : plain;
}

function dayOfYear({ year, month, day }: Day): number {
  return (DAYS_BEFORE[month - 1] as number) + day + (month > 2 && isLeap(year) ? 1 : 0);
}

/** A function of each value as seconds since 1970; without an argument of the instant of evaluation. */
function ofTime(of: (seconds: number) => number): FunctionDefinition {
  return {
    takes: ["vector"],
    optional: 1,
    gives: "vector",
    call(invocation: Invocation) {
      if (invocation.count === 0) {
        return [{ labels: Labels.none, value: of(Math.floor(invocation.context.at / SECOND_IN_MICROS)) }];
      }
      return invocation
        .vector(0)
        .map(({ labels, value }) => ({ labels: labels.withoutName, value: of(Math.trunc(value)) }));
    },
  };
}

const ofDay = (of: (day: Day) => number) => ofTime((seconds) => of(dayFrom(Math.floor(seconds / DAY_SECONDS))));
const within = (seconds: number, span: number) => ((seconds % span) + span) % span;

export const dates = {
  year: ofDay(({ year }) => year),
  month: ofDay(({ month }) => month),
  day_of_month: ofDay(({ day }) => day),
  day_of_year: ofDay(dayOfYear),
  days_in_month: ofDay(({ month, year }) => daysIn(month, year)),
  // 1 January 1970 was a Thursday.
  day_of_week: ofTime((seconds) => within(Math.floor(seconds / DAY_SECONDS) + 4, 7)),
  hour: ofTime((seconds) => Math.floor(within(seconds, DAY_SECONDS) / 3600)),
  minute: ofTime((seconds) => Math.floor(within(seconds, 3600) / 60)),
};
