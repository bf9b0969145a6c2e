import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../src/config";
import { merged } from "../src/feed";
import { sorted } from "../src/fleet";
import { reach } from "../src/forecast";
import { isMovable, isOpen, isRestorable, lookOf } from "../src/looks";
import type { Summary } from "../src/model";
import { movedBy, partAt } from "../src/mover";
import { daysOf, daysUntil, ruleOf } from "../src/repeat";
import { rowsOf } from "../src/rows";
import { at, plan, window } from "./helpers";

const HOUR = 3_600_000;
const MINUTE = 60_000;

test("days of the week become a rule, and a rule days", () => {
  assert.equal(ruleOf(new Set()), null);
  assert.equal(ruleOf(new Set([0, 1, 2, 3, 4, 5, 6])), "FREQ=DAILY");
  assert.equal(ruleOf(new Set([4, 0])), "FREQ=WEEKLY;BYDAY=MO,FR");
  for (const days of [[0], [1, 6], [0, 1, 2, 3, 4, 5, 6], []]) {
    assert.deepEqual(daysOf(ruleOf(new Set(days)), 3), new Set(days));
  }
  assert.deepEqual(daysOf("FREQ=WEEKLY", 3), new Set([3]));
  assert.deepEqual(daysOf("FREQ=WEEKLY;WKST=MO;INTERVAL=1;BYDAY=SU", 0), new Set([6]));
});

test("a rule that says more than days of the week is left alone", () => {
  for (const rule of [
    "FREQ=MONTHLY",
    "FREQ=DAILY;COUNT=5",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYDAY=1MO",
  ]) {
    assert.equal(daysOf(rule, 0), undefined, rule);
  }
});

test("the first of some days may be today or next week", () => {
  assert.equal(daysUntil(new Set([2, 4]), 2), 0);
  assert.equal(daysUntil(new Set([2, 4]), 5), 4);
  assert.equal(daysUntil(new Set(), 5), 0);
});

test("how far a window has come is told in one word", () => {
  assert.equal(lookOf(window(), true), "planned");
  assert.equal(lookOf(window(), false), "paused");
  assert.equal(lookOf(window({ retrying: true }), true), "retrying");
  assert.equal(lookOf(window({ state: "sent" }), false), "sent");
  assert.equal(
    lookOf(window({ state: "ended", outcome: "incomplete" }), true),
    "incomplete",
  );
  assert.equal(lookOf(window({ absence: "skipped", outcome: null }), true), "skipped");
  assert.equal(
    lookOf(window({ origin: "manual", state: "planned" }), false),
    "planned",
  );
});

test("what was taken back and runs on is changed no more", () => {
  assert.ok(isOpen(window({ state: "active" })));
  const lasting = window({ state: "active", outcome: "cancelled", runs_on: true });
  assert.ok(!isOpen(lasting));
  assert.equal(lookOf(lasting, true), "active");
});

test("only what is planned and has not begun is moved", () => {
  const before = at("2026-11-23T20:00:00+01:00");
  assert.ok(isMovable(window({ state: "sent" }), before));
  assert.ok(!isMovable(window(), at("2026-11-24T00:31:00+01:00")));
  assert.ok(!isMovable(window({ state: "active" }), before));
  assert.ok(!isMovable(window({ origin: "foreign" }), before));
  assert.ok(!isMovable(window({ absence: "skipped" }), before));
  assert.ok(isRestorable(window({ absence: "skipped" }), before));
  assert.ok(!isRestorable(window({ absence: "replaced" }), before));
  assert.ok(
    !isRestorable(window({ absence: "skipped" }), at("2026-11-24T06:00:00+01:00")),
  );
});

test("a move goes by five minutes, and neither into the past nor out of the picture", () => {
  const start = at("2026-11-24T00:30:00Z");
  const night = { start, end: start + 5 * HOUR };
  const within = { start: start - 2 * HOUR, end: start + 24 * HOUR };
  assert.deepEqual(movedBy(night, "all", 7 * MINUTE, within), {
    start: start + 5 * MINUTE,
    end: start + 5 * HOUR + 5 * MINUTE,
  });
  assert.equal(movedBy(night, "all", -9 * HOUR, within).start, within.start);
  assert.equal(movedBy(night, "all", 99 * HOUR, within).end, within.end);
  assert.deepEqual(movedBy(night, "end", -HOUR, within), {
    start,
    end: start + 4 * HOUR,
  });
  assert.equal(movedBy(night, "end", -9 * HOUR, within).end, start + 5 * MINUTE);
  assert.equal(movedBy(night, "start", 9 * HOUR, within).start, night.end - 5 * MINUTE);
});

test("a window is taken by its ends near its edges, however small it is", () => {
  const parts = (width: number, ...places: number[]) =>
    places.map((it) => partAt(it, { left: 0, right: width }));
  assert.deepEqual(parts(100, 0, 9, 11, 89, 91, 100), [
    "start",
    "start",
    "all",
    "all",
    "end",
    "end",
  ]);
  assert.deepEqual(parts(12, 2, 6, 10), ["start", "all", "end"]);
});

test("what is at the same time stands in two rows", () => {
  const span = (start: number, end: number) => ({ start, end });
  assert.deepEqual(rowsOf([span(0, 2), span(2, 4)]), [
    { row: 0, of: 1 },
    { row: 0, of: 1 },
  ]);
  assert.deepEqual(rowsOf([span(0, 3), span(2, 4), span(5, 6)]), [
    { row: 0, of: 2 },
    { row: 1, of: 2 },
    { row: 0, of: 1 },
  ]);
});

test("what a charge takes comes from level and capacity", () => {
  const found = reach(plan(), "charge", 90, null, 5 * HOUR);
  assert.deepEqual(found, { energy: 3, lasts: 0.6 * HOUR, level: 90 });
  assert.equal(reach(plan(), "charge", 90, 1, HOUR)?.level, 70);
  assert.equal(reach(plan(), "discharge", 20, 2, 2 * HOUR)?.level, 20);
  assert.equal(reach(plan(), "charge", 50, null, HOUR), undefined);
  assert.equal(reach(plan({ level: null }), "charge", 90, null, HOUR), undefined);
  assert.equal(reach(plan(), "idle", null, null, HOUR), undefined);
});

test("a message changes what it names and nothing else", () => {
  const first = merged<Summary>(undefined, {
    order: ["a", "b"],
    batteries: { a: { available: true, level: 60 }, b: { available: true } },
  });
  const second = merged(first, { batteries: { a: { level: 61 } } });
  assert.deepEqual(second.order, ["a", "b"]);
  assert.deepEqual(second.batteries.a, { available: true, level: 61 });
  assert.equal(second.batteries.b, first.batteries.b);
  assert.deepEqual(merged(second, { order: ["b"] }).order, ["b"]);
});

test("the battery that needs somebody comes first", () => {
  const row = (name: string, changes: Partial<Summary>) => ({
    id: name,
    name,
    plan: { ...plan(), ...changes },
  });
  const last = { ...window(), outcome: "failed", level: null };
  const rows = [
    row("well", {}),
    row("also well", {}),
    row("unlinked", { linked: false }),
    row("failed", { last: last as unknown as NonNullable<Summary["last"]> }),
    row("away", { available: false }),
    row("problem", { problem: true }),
  ];
  assert.deepEqual(
    sorted(rows).map((it) => it.id),
    ["problem", "away", "failed", "unlinked", "also well", "well"],
  );
});

test("a card refuses what it cannot be made of", () => {
  const type = "custom:amps-battery-card";
  for (const good of [
    {},
    { device_id: "a" },
    { device_id: ["a", "b"], days_ahead: 7 },
  ]) {
    assert.doesNotThrow(() => check({ type, ...good }));
  }
  for (const bad of [
    { device_id: 5 },
    { device_id: [5] },
    { device_id: Array(13).fill("a") },
    { days_back: -1 },
    { days_ahead: 8 },
    { days_ahead: 0.5 },
  ]) {
    assert.throws(() => check({ type, ...bad } as never), JSON.stringify(bad));
  }
});
