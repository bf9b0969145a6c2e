import assert from "node:assert/strict";
import { test } from "node:test";
import { Actions, draftOf } from "../src/actions";
import type { HomeAssistant } from "../src/home-assistant";
import { Words } from "../src/words";
import { goal, hass, window } from "./helpers";

interface Told {
  message: string;
  action?: { action(): void };
}

/** Return actions that note what is asked for, and what is told. */
function watched() {
  const asked: unknown[] = [];
  const told: Told[] = [];
  const element = new EventTarget();
  element.addEventListener("hass-notification", (event) => {
    told.push((event as CustomEvent<Told>).detail);
  });
  const home = {
    ...hass,
    callWS: async (message: object) => {
      asked.push(message);
    },
    callService: async (domain: string, service: string, data: object) => {
      asked.push([`${domain}.${service}`, data]);
      return { response: { goals: [goal()] } };
    },
  } as unknown as HomeAssistant;
  return { actions: new Actions(element, home, new Words(hass)), asked, told };
}

test("a goal is planned by its own action, and undone by its uid", async () => {
  const { actions, asked, told } = watched();
  const timed = goal({ target: null, duration: "2:00:00", in_one_go: true });
  await actions.schedule("one", { ...draftOf(timed), repeat: "FREQ=DAILY" });
  const [name, data] = asked[0] as [string, Record<string, unknown>];
  assert.equal(name, "amps.schedule_goal");
  assert.deepEqual(data.duration, { minutes: 120 });
  assert.equal(data.in_one_go, true);
  assert.equal(data.repeat, "FREQ=DAILY");
  assert.ok(!("target" in data || "max_price" in data));
  told[0]?.action?.action();
  assert.deepEqual(asked[1], [
    "amps.cancel_window",
    { device_id: ["one"], uid: "goal", range: "all" },
  ]);
});

test("a goal that is changed stays one", async () => {
  const { actions, asked } = watched();
  await actions.edit(goal(), { ...draftOf(goal()), target: 80 }, "all");
  const sent = asked[0] as Record<string, unknown>;
  assert.equal(sent.type, "amps/plan/edit");
  assert.deepEqual([sent.goal, sent.target, sent.range], [true, 80, "all"]);
  assert.ok(!("aim" in sent));
});

test("what is deleted comes back as it was", async () => {
  const { actions, asked, told } = watched();
  const series = window({ repeat: "FREQ=DAILY" });
  const back = { type: "amps/plan/restore", device_id: "one", uid: "night" };
  await actions.cancel(series, "all");
  told[0]?.action?.action();
  assert.deepEqual(asked[1], { ...back, original: null });
  await actions.cancel(series, "this");
  told[1]?.action?.action();
  assert.deepEqual(asked[3], { ...back, original: series.original });
});

test("what was made of a goal is not brought back: it is made anew", async () => {
  const { actions, told } = watched();
  await actions.cancel(window({ origin: "goal", source: "goal" }), "all");
  assert.equal(told.length, 1);
  assert.equal(told[0]?.action, undefined);
});

test("a preview names what it would replace", async () => {
  const { actions, asked } = watched();
  await actions.preview("one", draftOf(window()), undefined, "this");
  await actions.preview("one", draftOf(goal()), goal(), "this");
  const [fresh, changed] = asked as Record<string, unknown>[];
  assert.equal(fresh?.type, "amps/plan/preview");
  assert.ok(!("uid" in (fresh ?? {})));
  assert.deepEqual(
    [changed?.uid, changed?.range, changed?.goal],
    ["goal", "all", true],
  );
});

test("what is suggested is accepted by an action, all of it or one", async () => {
  const { actions, asked } = watched();
  await actions.accept("one");
  await actions.accept("one", "suggested:night");
  assert.deepEqual(asked, [
    ["amps.accept_plan", { device_id: ["one"] }],
    ["amps.accept_plan", { device_id: ["one"], uid: "suggested:night" }],
  ]);
});
