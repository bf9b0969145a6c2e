/** Where instants lie in the picture, and what stands below it. */

import { instantOf, later, midnightBefore, wallOf } from "./zone";

const STEP = 5 * 60_000;

export interface Span {
  start: number;
  end: number;
}

/** Return where an instant lies in a span, in percent; beyond it at its edge. */
export function place(instant: number, { start, end }: Span): number {
  const share = (instant - start) / (end - start);
  return Math.min(1, Math.max(0, share)) * 100;
}

/** Return the points of a line up to an instant, at which the line is cut. */
export function cutAt(points: [number, number][], end: number): [number, number][] {
  const known = points.filter(([at]) => at <= end);
  const [last, next] = [known.at(-1), points[known.length]];
  if (!last || !next) return known;
  const share = (end - last[0]) / (next[0] - last[0]);
  return [...known, [end, last[1] + share * (next[1] - last[1])]];
}

/** Return the instant at a share of a span. */
export function instantAt(share: number, { start, end }: Span): number {
  return start + Math.min(1, Math.max(0, share)) * (end - start);
}

/** Return an instant at a step of five minutes. */
export function snapped(instant: number, step = STEP): number {
  return Math.round(instant / step) * step;
}

/** Return the first step of five minutes at or after an instant. */
export function snappedUp(instant: number, step = STEP): number {
  return Math.ceil(instant / step) * step;
}

/** Return the days of a span, each with its beginning and end. */
export function daysOf(span: Span, zone: string): Span[] {
  const days: Span[] = [];
  let start = midnightBefore(span.start, zone);
  while (start < span.end && days.length < 40) {
    const end = instantOf(
      later({ ...wallOf(start, zone), hour: 0, minute: 0 }, 1),
      zone,
    );
    days.push({ start: Math.max(start, span.start), end: Math.min(end, span.end) });
    start = end;
  }
  return days;
}

/** Return the instants at which the wall shows every so many hours. */
export function hoursOf(span: Span, zone: string, every: number): number[] {
  return daysOf(span, zone).flatMap((day) => {
    const wall = wallOf(day.start, zone);
    const hours: number[] = [];
    for (let hour = 0; hour < 24; hour += every) {
      const at = instantOf({ ...wall, hour, minute: 0 }, zone);
      if (at >= span.start && at < span.end) hours.push(at);
    }
    return hours;
  });
}
