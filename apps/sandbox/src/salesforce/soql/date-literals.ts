import { malformedQuery } from "./soql-error.ts";

/** Half-open span of time in milliseconds since 1970. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

type Unit = "day" | "week" | "month" | "quarter" | "year";

/**
 * SOQL date literals (SOQL reference, "Date Formats and Date Literals"). Days are UTC days, weeks begin on Sunday,
 * and the fiscal year is the calendar year, as in an org that has not set another.
 */
export function spanOfDateLiteral(literal: string, now: Date): TimeSpan {
  const [name = "", countText] = literal.toUpperCase().split(":");
  const plain = name.replace("FISCAL_", "");
  if (countText === undefined) return spanOfPlainLiteral(plain, literal, now);
  const count = Number(countText);
  const ranged =
    /^(?:(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/.exec(plain);
  const unit = unitOf(ranged?.[2] ?? ranged?.[3]);
  if (!ranged || !unit || !Number.isInteger(count) || count > 100_000) throw unknownLiteral(literal);
  const current = startOf(unit, now);
  const at = (units: number) => shift(unit, current, units).getTime();
  if (ranged[1] === "LAST") {
    // LAST_N_DAYS runs up to and with today; the longer units stop before the current one.
    return { start: at(-count), end: at(unit === "day" ? 1 : 0) };
  }
  if (ranged[1] === "NEXT") return { start: at(1), end: at(count + 1) };
  return { start: at(-count), end: at(1 - count) };
}

function spanOfPlainLiteral(name: string, literal: string, now: Date): TimeSpan {
  const today = startOf("day", now);
  const day = (days: number) => shift("day", today, days).getTime();
  if (name === "YESTERDAY") return { start: day(-1), end: day(0) };
  if (name === "TODAY") return { start: day(0), end: day(1) };
  if (name === "TOMORROW") return { start: day(1), end: day(2) };
  if (name === "LAST_90_DAYS") return { start: day(-90), end: day(1) };
  if (name === "NEXT_90_DAYS") return { start: day(1), end: day(91) };
  const relative = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  const unit = unitOf(relative?.[2]);
  if (!relative || !unit) throw unknownLiteral(literal);
  const offset = relative[1] === "LAST" ? -1 : relative[1] === "NEXT" ? 1 : 0;
  const current = startOf(unit, now);
  return { start: shift(unit, current, offset).getTime(), end: shift(unit, current, offset + 1).getTime() };
}

function unknownLiteral(literal: string): Error {
  return malformedQuery(`unexpected token: ${literal.slice(0, 60)}`);
}

function unitOf(name: string | undefined): Unit | undefined {
  const units: readonly Unit[] = ["day", "week", "month", "quarter", "year"];
  return units.find((unit) => unit === name?.toLowerCase());
}

function startOf(unit: Unit, time: Date): Date {
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  switch (unit) {
    case "day":
      return new Date(Date.UTC(year, month, day));
    case "week":
      return new Date(Date.UTC(year, month, day - time.getUTCDay()));
    case "month":
      return new Date(Date.UTC(year, month, 1));
    case "quarter":
      return new Date(Date.UTC(year, month - (month % 3), 1));
    case "year":
      return new Date(Date.UTC(year, 0, 1));
  }
}

function shift(unit: Unit, start: Date, count: number): Date {
  const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
  switch (unit) {
    case "day":
      return new Date(Date.UTC(year, month, day + count));
    case "week":
      return new Date(Date.UTC(year, month, day + 7 * count));
    case "month":
      return new Date(Date.UTC(year, month + count, 1));
    case "quarter":
      return new Date(Date.UTC(year, month + 3 * count, 1));
    case "year":
      return new Date(Date.UTC(year + count, 0, 1));
  }
}
