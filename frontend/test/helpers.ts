import type { Goal, Plan, Window } from "../src/model";

/** Return a window of a plan, with what a test is about. */
export function window(changes: Partial<Window> = {}): Window {
  return {
    device_id: "one",
    uid: "night",
    start: "2026-11-24T00:30:00+01:00",
    end: "2026-11-24T05:30:00+01:00",
    command: "charge",
    target: 90,
    power: 5,
    reserve: null,
    repeat: null,
    origin: "plan",
    source: null,
    state: "planned",
    outcome: null,
    reason: null,
    original: "2026-11-24T00:30:00+01:00",
    level: null,
    cost: null,
    why: null,
    saves: null,
    absence: null,
    retrying: false,
    runs_on: false,
    ...changes,
  };
}

/** Return a goal for a night, with what a test is about. */
export function goal(changes: Partial<Goal> = {}): Goal {
  return {
    device_id: "one",
    uid: "goal",
    start: "2026-11-23T22:00:00+01:00",
    end: "2026-11-24T07:00:00+01:00",
    command: "charge",
    target: 90,
    duration: null,
    max_price: null,
    min_price: null,
    in_one_go: false,
    power: null,
    reserve: null,
    repeat: null,
    state: "planned",
    outcome: null,
    reason: null,
    original: "2026-11-23T22:00:00+01:00",
    level: 90,
    cost: 0.31,
    ...changes,
  };
}

/** Return a battery that charges with 5 kW at most. */
export function plan(changes: Partial<Plan> = {}): Plan {
  return {
    available: true,
    enabled: true,
    linked: true,
    level: 60,
    capacity: 10,
    power: 0,
    windows: [],
    commands: [
      {
        command: "charge",
        plannable: true,
        parameters: { target: { min: 10, max: 100 }, power: { min: 0, max: 5 } },
      },
      { command: "discharge", plannable: true, parameters: {} },
    ],
    ...changes,
  };
}

/** Say each text as its key and what is filled in. */
export const hass = {
  config: { time_zone: "Europe/Berlin" },
  locale: { language: "en-GB", time_format: "24" },
  localize: (key: string, values?: Record<string, unknown>): string => {
    const name = key.split(".").at(-1) ?? "";
    return values ? `${name}(${Object.values(values).join("|")})` : name;
  },
};

/** Return the text of a template, with that of the templates in it. */
export function textOf(part: unknown): string {
  if (Array.isArray(part)) return part.map(textOf).join(" ");
  if (typeof part === "string") return part;
  const { strings, values } = (part ?? {}) as { strings?: unknown; values?: unknown[] };
  return strings ? textOf(values ?? []) : "";
}

export const at = (text: string): number => Date.parse(text);
