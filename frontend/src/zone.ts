/** The clock on the wall of the house, whatever zone the browser is in. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a clock and a calendar on the wall show; the month counts from 1. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Return what the wall shows at an instant, in milliseconds. */
export function wallOf(instant: number, zone: string): Wall {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

/** Return a wall's time as if it were UTC, by which walls are compared. */
function flat(wall: Wall): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
}

function offsetAt(instant: number, zone: string): number {
  return flat(wallOf(instant, zone)) - Math.floor(instant / MINUTE) * MINUTE;
}

/**
 * Return the instant at which the wall shows a time.
 *
 * In an hour that is there twice it is the first one; for one that is left out it is
 * the first moment after it.
 */
export function instantOf(wall: Wall, zone: string): number {
  const wanted = flat(wall);
  const before = offsetAt(wanted - 24 * HOUR, zone);
  const after = offsetAt(wanted + 24 * HOUR, zone);
  for (const offset of [before, after]) {
    if (offsetAt(wanted - offset, zone) === offset) return wanted - offset;
  }
  return changeBetween(wanted - 24 * HOUR, wanted + 24 * HOUR, zone);
}

/** Return the minute at which the clock is changed between two instants. */
function changeBetween(start: number, end: number, zone: string): number {
  let [low, high] = [start, end];
  const before = offsetAt(low, zone);
  while (high - low > MINUTE) {
    const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Return a wall's time some days and minutes on, as a calendar counts. */
export function later(wall: Wall, days: number, minutes = 0): Wall {
  const moved = new Date(flat(wall) + days * 24 * HOUR + minutes * MINUTE);
  return {
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
    hour: moved.getUTCHours(),
    minute: moved.getUTCMinutes(),
  };
}

/** Return the day of the week, Monday being 0. */
export function weekdayOf(wall: Wall): number {
  return (new Date(flat(wall)).getUTCDay() + 6) % 7;
}

/** Return the beginning of the day on which an instant lies. */
export function midnightBefore(instant: number, zone: string): number {
  return instantOf({ ...wallOf(instant, zone), hour: 0, minute: 0 }, zone);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Return a date as a form has it, such as 2026-11-24. */
export function dateText(wall: Wall): string {
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}`;
}

/** Return a time as a form has it, such as 00:30. */
export function timeText(wall: Wall): string {
  return `${two(wall.hour)}:${two(wall.minute)}`;
}

/** Read what a form has; undefined where that is no date and time. */
export function wallFrom(date: string, time: string): Wall | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(`${date}T${time}`);
  if (!found) return undefined;
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  return { year, month, day, hour, minute } as Wall;
}
