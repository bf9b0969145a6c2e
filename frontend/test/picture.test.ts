import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cutAt,
  daysOf,
  hoursOf,
  instantAt,
  place,
  snapped,
  snappedUp,
} from "../src/axis";
import { sidesOf } from "../src/labels";
import { explained } from "../src/legend";
import { appended, means, pieces } from "../src/record";
import { at, plan } from "./helpers";

const HOUR = 3_600_000;
const BERLIN = "Europe/Berlin";

test("an instant has one place, and a place one instant", () => {
  const span = { start: 0, end: 4 * HOUR };
  assert.equal(place(HOUR, span), 25);
  assert.equal(place(-HOUR, span), 0);
  assert.equal(place(9 * HOUR, span), 100);
  assert.equal(instantAt(0.25, span), HOUR);
  assert.equal(snapped(HOUR + 140_000), HOUR);
  assert.equal(snappedUp(HOUR + 1), HOUR + 300_000);
});

test("a line that goes on beyond the picture is cut at its edge", () => {
  const line: [number, number][] = [
    [0, 10],
    [10, 20],
    [20, 60],
    [30, 10],
  ];
  assert.deepEqual(cutAt(line, 15), [
    [0, 10],
    [10, 20],
    [15, 40],
  ]);
  assert.deepEqual(cutAt(line, 30), line);
  assert.deepEqual(cutAt([[40, 10]], 30), []);
});

test("the hours of the axis are those of the wall, also where one is left out", () => {
  const span = {
    start: at("2026-03-28T23:00:00Z"),
    end: at("2026-03-30T22:00:00Z"),
  };
  const days = daysOf(span, BERLIN);
  assert.deepEqual(
    days.map((it) => (it.end - it.start) / HOUR),
    [23, 24],
  );
  assert.deepEqual(
    hoursOf(span, BERLIN, 6)
      .slice(0, 3)
      .map((it) => new Date(it).toISOString()),
    [
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T04:00:00.000Z",
      "2026-03-29T10:00:00.000Z",
    ],
  );
});

test("a mean weighs values by how long they held", () => {
  const record = [
    { at: 0, value: 2 },
    { at: 15, value: 4 },
    { at: 40, value: undefined },
    { at: 50, value: 8 },
  ];
  assert.deepEqual(means(record, 0, 60, 20), [
    { at: 0, value: 2.5 },
    { at: 20, value: 4 },
    { at: 40, value: 8 },
  ]);
  assert.deepEqual(means([], 0, 20, 20), [{ at: 0, value: undefined }]);
});

test("a curve has gaps where nothing was known, and goes on until now", () => {
  const record = [
    { at: 0, value: 60 },
    { at: 10, value: 61 },
    { at: 20, value: undefined },
    { at: 30, value: 70 },
  ];
  assert.deepEqual(pieces(record, 50), [
    [
      { at: 0, value: 60 },
      { at: 10, value: 61 },
    ],
    [
      { at: 30, value: 70 },
      { at: 50, value: 70 },
    ],
  ]);
});

test("a value holds until there is another", () => {
  const minute = 60_000;
  const record = [
    { at: 0, value: 90 },
    { at: 100 * minute, value: 60 },
  ];
  const [line] = pieces(record, 100 * minute);
  assert.deepEqual(line?.[1], { at: 80 * minute, value: 90 });
});

test("a value that is the same, or older, is not added", () => {
  const record = [{ at: 10, value: 60 }];
  assert.equal(appended(record, 20, 60), record);
  assert.equal(appended(record, 5, 61), record);
  assert.deepEqual(appended(record, 20, 61).at(-1), { at: 20, value: 61 });
});

test("no label of a level covers another one, or leaves the picture", () => {
  const sides = (...labels: [number, number][]) =>
    sidesOf(
      labels.map(([x, level]) => ({ x, level })),
      112,
    );
  assert.deepEqual(sides([10, 50], [60, 50]), ["above", "above"]);
  assert.deepEqual(sides([10, 95], [60, 5]), ["below", "above"]);
  assert.deepEqual(sides([10, 50], [30, 48]), ["above", "below"]);
  // neither above nor below the line of the first two is any room for a third
  assert.deepEqual(sides([10, 50], [20, 50], [30, 50]), ["above", "below", undefined]);
  assert.deepEqual(sides([10, 50], [20, 90]), ["above", "below"]);
});

test("what the picture shows is explained, and nothing else", () => {
  assert.deepEqual(explained(plan(), false), ["level"]);
  const prices = { currency: "EUR", steps: [["2026-11-23T20:00:00+01:00", null]] };
  assert.deepEqual(explained(plan({ prices: prices as never }), true), [
    "level",
    "charge",
    "discharge",
  ]);
  const known = plan({
    expected_level: [["2026-11-23T20:00:00+01:00", 60]],
    prices: {
      currency: "EUR",
      steps: [
        ["2026-11-23T20:00:00+01:00", 0.3],
        ["2026-11-23T21:00:00+01:00", null],
      ],
    },
    sun: { unit: "kW", steps: [["2026-11-23T20:00:00+01:00", 1]] },
  });
  assert.deepEqual(explained(known, false), [
    "level",
    "level_expected",
    "table_prices",
    "sun",
  ]);
});
