import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf } from "../src/actions";
import { previewOf } from "../src/forecast";
import {
  asked,
  goalOf,
  lookOfGoal,
  minutesOf,
  statusOf,
  windowsOf,
} from "../src/goals";
import { isMovable, isOpen, lookOf } from "../src/looks";
import { extremes, priceAt, pricedOf } from "../src/prices";
import { Words } from "../src/words";
import { at, goal, hass, plan, window } from "./helpers";

const words = new Words(hass);
const NOW = at("2026-11-23T20:00:00+01:00");

test("a goal says what it asks for, and by when", () => {
  assert.equal(asked(goal(), words), "goal_by(90%|07:00)");
  assert.equal(asked(goal({ target: null }), words), "goal_by(full|07:00)");
  const empty = goal({ target: null, command: "discharge" });
  assert.equal(asked(empty, words), "goal_by(empty|07:00)");
  const timed = goal({ target: null, duration: "2:30:00" });
  assert.match(asked(timed, words), /^goal_by\(2 hrs 30 mins\|07:00\)$/);
});

test("a duration is read as it is sent", () => {
  assert.equal(minutesOf("2:30:00"), 150);
  assert.equal(minutesOf("1 day, 1:00:00"), 1500);
  assert.equal(minutesOf(null), undefined);
  assert.equal(minutesOf("long"), undefined);
});

test("a goal that may not be met stands out until it is over", () => {
  assert.equal(lookOfGoal(goal(), true), "planned");
  assert.equal(lookOfGoal(goal({ reason: "too_short" }), true), "at_risk");
  assert.equal(lookOfGoal(goal({ reason: "too_short" }), false), "paused");
  const missed = goal({ reason: "too_short", outcome: "incomplete", state: "ended" });
  assert.equal(lookOfGoal(missed, true), "incomplete");
  const begun = lookOfGoal(goal({ state: "active" }), true);
  assert.equal(begun, "active");
  assert.equal(statusOf(begun, words), "goal_begun");
  assert.equal(statusOf("at_risk", words), "at_risk");
});

test("a goal has the windows that were made of it", () => {
  const made = window({ uid: "made", origin: "goal", source: "goal" });
  const others = [
    window(),
    window({ origin: "goal", source: "another" }),
    window({ origin: "goal", source: "goal", absence: "skipped" }),
    window({
      origin: "goal",
      source: "goal",
      start: "2026-11-24T23:00:00+01:00",
      end: "2026-11-25T01:00:00+01:00",
    }),
  ];
  const known = plan({ windows: [made, ...others], goals: [goal()] });
  assert.deepEqual(windowsOf(goal(), known), [made]);
  assert.equal(goalOf(made, known)?.uid, "goal");
  assert.equal(goalOf(window(), known), undefined);
  assert.ok(isOpen(made));
  assert.ok(isMovable(made, NOW));
});

test("what was planned automatically can be changed, what others did cannot", () => {
  assert.ok(isOpen(window({ origin: "automatic" })));
  assert.ok(
    isMovable(window({ origin: "automatic", start: "2026-11-24T23:00:00+01:00" }), NOW),
  );
  assert.ok(!isOpen(window({ origin: "foreign" })));
  assert.ok(!isOpen(window({ origin: "manual" })));
});

test("what is only suggested is no window that could be changed", () => {
  const suggested = window({ state: "suggested", origin: "automatic", saves: 0.4 });
  assert.equal(lookOf(suggested, false), "suggested");
  assert.ok(!isOpen(suggested));
  assert.ok(!isMovable(suggested, NOW));
});

test("a goal becomes a draft, and a window another one", () => {
  const timed = goal({ target: null, duration: "2:00:00", max_price: 0.2 });
  assert.deepEqual(draftOf(timed).aim, {
    duration: 120,
    max_price: 0.2,
    min_price: null,
    in_one_go: false,
  });
  assert.equal(draftOf(window()).aim, null);
});

const prices = {
  currency: "EUR",
  steps: [
    ["2026-11-23T20:00:00+01:00", 0.3],
    ["2026-11-23T21:00:00+01:00", 0.1],
    ["2026-11-23T22:00:00+01:00", null],
    ["2026-11-23T23:00:00+01:00", -0.05],
    ["2026-11-24T00:00:00+01:00", null],
  ] as [string, number | null][],
};

test("a price holds until the next one, and there may be none", () => {
  const known = plan({ prices });
  assert.deepEqual(
    pricedOf(prices.steps).map((it) => it.price),
    [0.3, 0.1, -0.05],
  );
  assert.equal(priceAt(known, at("2026-11-23T20:59:00+01:00")), 0.3);
  assert.equal(priceAt(known, at("2026-11-23T22:30:00+01:00")), undefined);
  assert.equal(priceAt(plan(), NOW), undefined);
  const found = extremes(known, NOW, NOW + 2 * 3_600_000);
  assert.deepEqual([found?.low.price, found?.high.price], [0.1, 0.3]);
  assert.equal(extremes(known, NOW - 2, NOW - 1), undefined);
});

test("a preview says when, how far and for how much", () => {
  const draft = { ...draftOf(goal()), start: NOW };
  const found = {
    spans: [["2026-11-24T02:00:00+01:00", "2026-11-24T04:00:00+01:00"]] as [
      string,
      string,
    ][],
    level: 90,
    cost: 0.31,
    reason: null,
  };
  const { lines, doubtful } = previewOf(draft, plan({ prices }), found, words, NOW);
  assert.equal(lines[0], "goal_title(charge|goal_by(90%|07:00))");
  assert.match(lines[1] ?? "", /Tomorrow 02:00 – 04:00/);
  assert.equal(lines[2], "preview_costs(90%|€0.31)");
  assert.ok(!doubtful);

  const short = { ...found, spans: [], cost: null, reason: "too_short" };
  const bad = previewOf(draft, plan(), short, words, NOW);
  assert.deepEqual(bad.lines.slice(1), [
    "goal_at_risk(too_short)",
    "preview_level(90%)",
  ]);
  assert.ok(bad.doubtful);
});

test("a preview of a goal that is met already says so", () => {
  const draft = { ...draftOf(goal()), start: NOW };
  const met = { spans: [], level: 92, cost: 0, reason: null };
  const { lines } = previewOf(draft, plan({ prices }), met, words, NOW);
  assert.deepEqual(lines.slice(1), ["goal_met", "preview_level(92%)"]);
});

test("a preview of a window adds what it brings to what it takes", () => {
  const draft = {
    ...draftOf(window({ command: "discharge", target: 20, power: 2 })),
  };
  const spans: [string, string][] = [
    ["2026-11-24T00:30:00+01:00", "2026-11-24T05:30:00+01:00"],
  ];
  const found = { spans, level: 20, cost: -1.2, reason: null };
  const { lines } = previewOf(draft, plan(), found, words, NOW);
  assert.match(lines[0] ?? "", /^title_target\(discharge\|20%\): tomorrow 00:30/);
  assert.match(lines[1] ?? "", /^preview_needs/);
  assert.equal(lines[2], "preview_brings(20%|€1.20)");
  // before it is known nothing is said of it
  assert.equal(previewOf(draft, plan(), undefined, words, NOW).lines.length, 2);
});
