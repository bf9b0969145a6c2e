import assert from "node:assert/strict";
import { test } from "node:test";
import { doing, lastResult, nextStep, runningOf } from "../src/next-step";
import { sentences } from "../src/parts";
import { Words } from "../src/words";
import { at, hass, plan, textOf, window } from "./helpers";

const NOW = at("2026-11-23T20:00:00+01:00");
const words = new Words(hass);

test("days are told from now, at the house", () => {
  assert.equal(words.day(NOW, NOW), "today");
  assert.equal(words.day(at("2026-11-23T23:30:00Z"), NOW), "tomorrow");
  assert.equal(words.day(at("2026-11-22T12:00:00Z"), NOW), "yesterday");
  assert.match(words.day(at("2026-11-27T12:00:00Z"), NOW), /Fri/);
});

test("a night that ends the next morning is told without a second day", () => {
  const span = (start: string, end: string) => words.span(at(start), at(end), NOW);
  assert.equal(
    span("2026-11-23T22:30:00+01:00", "2026-11-24T05:30:00+01:00"),
    "today 22:30 – 05:30",
  );
  assert.equal(
    span("2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00"),
    "tomorrow 00:00 – 00:00",
  );
  assert.match(
    span("2026-11-23T22:30:00+01:00", "2026-11-26T05:30:00+01:00"),
    /^today 22:30 – Thu.* 05:30$/,
  );
});

test("hours are those that the person chose", () => {
  const night = at("2026-11-24T00:30:00+01:00");
  const twelve = { ...hass, locale: { language: "en", time_format: "12" } };
  const german = { ...hass, locale: { language: "de", time_format: "language" } };
  assert.equal(words.time(night), "00:30");
  assert.match(new Words(twelve).time(night), /^12:30\sAM$/);
  assert.equal(new Words(german).time(night), "00:30");
  assert.equal(words.clockHour(0), "00");
  assert.match(new Words(twelve).clockHour(13), /^1\s?PM$/);
});

test("numbers are those of the language", () => {
  const german = new Words({ ...hass, locale: { language: "de", time_format: "24" } });
  assert.equal(german.power(-3.256), "3,26 kW");
  assert.match(german.percent(60), /^60\s%$/);
  assert.match(words.duration(90 * 60_000), /^1 hr 30 mins?$/);
  assert.match(words.duration(-5), /^0 mins?$/);
});

test("what comes next is a sentence", () => {
  const next = window({ state: "sent" });
  const line = nextStep(plan({ next }), words, NOW);
  assert.equal(line.text, "next(title_target(charge|90%)|tomorrow 00:30 – 05:30)");
  assert.equal(line.detail, "held_by_amps");
  assert.equal(nextStep(plan({ next: window() }), words, NOW).detail, "held_here");
  assert.equal(nextStep(plan({ next: null }), words, NOW).text, "nothing_planned");
  assert.equal(nextStep(plan({ next, enabled: false }), words, NOW).text, "paused");
  assert.equal(nextStep(plan({ next, available: false }), words, NOW).text, "away");
});

test("why it comes stands below, in the language of whoever looks", () => {
  const why = {
    kind: "cheap",
    price: 0.11,
    other_price: 0.2955,
    at: "2026-11-24T17:00:00+01:00",
  };
  const next = window({ why, saves: 1.32 });
  const prices = { currency: "EUR", steps: [] };
  const detail = (locale: { language: string; time_format: string }) =>
    nextStep(plan({ next, prices }), new Words({ ...hass, locale }), NOW).detail;
  assert.match(
    detail({ language: "en", time_format: "12" }) ?? "",
    /^why_cheap\(€0\.11\|€0\.296\/kWh\|5:00\sPM\|€1\.32\)$/,
  );
  assert.match(
    detail({ language: "de", time_format: "24" }) ?? "",
    /^why_cheap\(0,11\s€\|0,296\s€\/kWh\|17:00\|1,32\s€\)$/,
  );
});

test("what runs is told with what is left of it", () => {
  const running = window({
    state: "active",
    origin: "manual",
    start: "2026-11-23T19:30:00+01:00",
    end: "2026-11-23T20:30:00+01:00",
    target: null,
  });
  const boosted = plan({ windows: [running] });
  assert.equal(runningOf(boosted, NOW), running);
  assert.match(
    nextStep(boosted, words, NOW).text,
    /^runs_until\(charge\|20:30\|30 mins?\)$/,
  );
  assert.equal(runningOf(boosted, at("2026-11-23T20:31:00+01:00")), undefined);
});

test("how it went last is told for a week", () => {
  const last = {
    command: "charge" as const,
    target: 90,
    start: "2026-11-23T00:30:00+01:00",
    end: "2026-11-23T05:30:00+01:00",
    outcome: "incomplete",
    reason: "target_not_met",
    level: 84,
  };
  assert.equal(
    lastResult(plan({ last }), words, NOW)?.text,
    "last(title_target(charge|90%)|incomplete, target_not_met, 84%|today)",
  );
  assert.equal(lastResult(plan({ last }), words, NOW + 8 * 86_400_000), undefined);
  assert.equal(lastResult(plan({ last: null }), words, NOW), undefined);
});

test("what a battery does is told by its power and mode", () => {
  assert.equal(
    doing(plan({ power: 3, mode: "charge" }), words),
    "charging(3 kW) · charge",
  );
  assert.equal(doing(plan({ power: -3 }), words), "discharging(3 kW)");
  assert.equal(doing(plan({ power: 0.01 }), words), "resting");
  assert.equal(doing(plan({ linked: false, power: null }), words), "not_linked");
});

test("the button below several suggestions says that it accepts all of them", () => {
  const said = (count: number) => {
    const windows = Array(count).fill(window({ state: "suggested", saves: 0.2 }));
    const answers = { resume: () => {}, accept: () => {} };
    return textOf(sentences(plan({ windows }), words, NOW, answers)).split(" ");
  };
  assert.ok(said(1).includes("accept"));
  assert.ok(said(2).includes("accept_all"));
});
