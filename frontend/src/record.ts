/** What was measured: read once from Home Assistant's history, then as it comes. */

import type { HomeAssistant } from "./home-assistant";

export interface Point {
  at: number;
  /** Undefined where nothing was known. */
  value: number | undefined;
}

interface Row {
  s: string;
  lu: number;
  a?: Record<string, unknown>;
}

/** Values that are not so far apart are joined by a slope, in milliseconds. */
const SLOPE = 20 * 60_000;

const WATTS: Record<string, number> = { W: 0.001, kW: 1, MW: 1000 };

/** Return the measured values of some entities since an instant, by entity. */
export async function fetchRecord(
  hass: HomeAssistant,
  entityIds: string[],
  since: number,
): Promise<Record<string, Point[]>> {
  if (!entityIds.length) return {};
  const rows = await hass.callWS<Record<string, Row[]>>({
    type: "history/history_during_period",
    start_time: new Date(since).toISOString(),
    entity_ids: entityIds,
    include_start_time_state: true,
    significant_changes_only: false,
    minimal_response: true,
    no_attributes: true,
  });
  const found: Record<string, Point[]> = {};
  for (const id of entityIds) {
    const factor = factorOf(hass, id);
    found[id] = (rows[id] ?? []).map((row) => ({
      at: Math.max(since, row.lu * 1000),
      value: numberOf(row.s, factor),
    }));
  }
  return found;
}

/** Return by what the values of an entity become percent or kW. */
function factorOf(hass: HomeAssistant, entityId: string): number {
  const unit = hass.states[entityId]?.attributes.unit_of_measurement;
  return WATTS[String(unit)] ?? 1;
}

function numberOf(state: string, factor: number): number | undefined {
  const value = state === "" ? Number.NaN : Number(state) * factor;
  return Number.isFinite(value) ? value : undefined;
}

/** Return a record with the newest value, if it is another. */
export function appended(
  record: Point[],
  at: number,
  value: number | undefined,
): Point[] {
  const last = record.at(-1);
  if (last && (last.at >= at || last.value === value)) return record;
  return [...record, { at, value }];
}

/** Return the mean of a record in steps of time, undefined where nothing is known. */
export function means(
  record: Point[],
  start: number,
  end: number,
  step: number,
): Point[] {
  const found: Point[] = [];
  let index = 0;
  for (let from = start; from < end; from += step) {
    const until = Math.min(from + step, end);
    let [sum, known] = [0, 0];
    while (index + 1 < record.length && (record[index + 1]?.at ?? until) <= from)
      index++;
    for (let next = index; next < record.length; next++) {
      const point = record[next];
      if (!point || point.at >= until) break;
      const begin = Math.max(from, point.at);
      const finish = Math.min(until, record[next + 1]?.at ?? until);
      if (point.value !== undefined && finish > begin) {
        sum += point.value * (finish - begin);
        known += finish - begin;
      }
    }
    found.push({ at: from, value: known ? sum / known : undefined });
  }
  return found;
}

/**
 * Return the pieces of a record without a gap, each to be drawn as one line.
 *
 * A value holds until there is another: a long time without one is no slope.
 */
export function pieces(
  record: Point[],
  now: number,
): { at: number; value: number }[][] {
  const found: { at: number; value: number }[][] = [];
  let piece: { at: number; value: number }[] = [];
  for (const { at, value } of record) {
    if (value === undefined) {
      if (piece.length) found.push(piece);
      piece = [];
    } else {
      const before = piece.at(-1);
      if (before && at - before.at > SLOPE) {
        piece.push({ at: at - SLOPE, value: before.value });
      }
      piece.push({ at, value });
    }
  }
  const last = piece.at(-1);
  if (last) {
    if (last.at < now) piece.push({ at: now, value: last.value });
    found.push(piece);
  }
  return found;
}
