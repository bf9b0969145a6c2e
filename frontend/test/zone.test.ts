import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dateText,
  instantOf,
  later,
  midnightBefore,
  timeText,
  wallFrom,
  wallOf,
  weekdayOf,
} from "../src/zone";
import { at } from "./helpers";

const BERLIN = "Europe/Berlin";
const HOUR = 3_600_000;
const wall = (date: string, time: string) => {
  const found = wallFrom(date, time);
  assert.ok(found);
  return found;
};
const instant = (date: string, time: string) => instantOf(wall(date, time), BERLIN);

test("a wall is that of the house and not that of the browser", () => {
  const shown = wallOf(at("2026-11-23T23:30:00Z"), BERLIN);
  assert.equal(dateText(shown), "2026-11-24");
  assert.equal(timeText(shown), "00:30");
  assert.equal(weekdayOf(shown), 1);
});

test("walls and instants go together at both offsets", () => {
  assert.equal(instant("2026-11-24", "00:30"), at("2026-11-23T23:30:00Z"));
  assert.equal(instant("2026-07-01", "00:30"), at("2026-06-30T22:30:00Z"));
});

test("a time that is left out becomes the first moment after it", () => {
  assert.equal(instant("2026-03-29", "02:30"), at("2026-03-29T01:00:00Z"));
  assert.equal(instant("2026-03-29", "03:00"), at("2026-03-29T01:00:00Z"));
  assert.equal(instant("2026-03-29", "01:59"), at("2026-03-29T00:59:00Z"));
});

test("of a time that is there twice it is the first", () => {
  assert.equal(instant("2026-10-25", "02:30"), at("2026-10-25T00:30:00Z"));
  assert.equal(instant("2026-10-25", "03:00"), at("2026-10-25T02:00:00Z"));
});

test("days have 23 and 25 hours where the clock is changed", () => {
  const length = (date: string) => {
    const midnight = wall(date, "00:00");
    return instantOf(later(midnight, 1), BERLIN) - instantOf(midnight, BERLIN);
  };
  assert.equal(length("2026-03-29"), 23 * HOUR);
  assert.equal(length("2026-10-25"), 25 * HOUR);
});

test("zones without whole hours, and on the other side of the earth", () => {
  assert.equal(
    instantOf(wall("2026-01-01", "00:00"), "Asia/Kathmandu"),
    at("2025-12-31T18:15:00Z"),
  );
  assert.equal(
    instantOf(wall("2026-01-01", "12:00"), "Pacific/Kiritimati"),
    at("2025-12-31T22:00:00Z"),
  );
});

test("months and years end", () => {
  assert.equal(dateText(later(wall("2026-12-31", "23:59"), 0, 1)), "2027-01-01");
  assert.equal(dateText(later(wall("2028-02-28", "12:00"), 1)), "2028-02-29");
  assert.equal(
    midnightBefore(at("2026-10-25T22:59:00Z"), BERLIN),
    at("2026-10-24T22:00:00Z"),
  );
});

test("what is no date and time is not read", () => {
  assert.equal(wallFrom("", "00:30"), undefined);
  assert.equal(wallFrom("2026-11-24", ""), undefined);
});
