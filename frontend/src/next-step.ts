/** What a battery does, what comes next, and how it went last, in words. */

import { COMMAND_ICONS, LOOK_ICONS } from "./icons";
import { endOf, isTrouble, lookOf, startOf } from "./looks";
import type { Plan, Summary, Window } from "./model";
import { whyOf } from "./why";
import { capital, type Words } from "./words";

/** Power that counts as none, in kW. */
const STILL = 0.05;
const DAY = 24 * 3_600_000;

export interface Line {
  icon: string;
  text: string;
  detail?: string;
}

/** Return what a battery does now, such as "Charging 3.1 kW · Balanced". */
export function doing(plan: Summary, words: Words): string {
  const parts: string[] = [];
  if (plan.linked === false) parts.push(words.say("not_linked"));
  else if (plan.power != null) parts.push(flow(plan.power, words));
  if (plan.mode) parts.push(words.command(plan.mode));
  return parts.join(" · ");
}

function flow(power: number, words: Words): string {
  if (Math.abs(power) < STILL) return words.say("resting");
  const key = power > 0 ? "charging" : "discharging";
  return words.say(key, { power: words.power(power) });
}

/** Return what runs now, if it has an end. */
export function runningOf(plan: Plan, now: number): Window | undefined {
  const running = plan.windows?.filter(
    (it) =>
      it.state === "active" && !it.absence && (it.end === null || endOf(it) > now),
  );
  return running?.at(-1);
}

/** Return what comes next in words. */
export function nextStep(plan: Plan, words: Words, now: number): Line {
  if (!plan.available)
    return { icon: "mdi:cloud-off-outline", text: words.say("away") };
  const running = runningOf(plan, now);
  if (running) return runs(running, plan, words, now);
  const next = plan.next;
  if (plan.enabled === false) {
    return { icon: "mdi:pause", text: words.say("paused") };
  }
  if (!next || endOf(next) <= now) {
    return { icon: "mdi:calendar-blank-outline", text: words.say("nothing_planned") };
  }
  return {
    icon: COMMAND_ICONS[next.command ?? "idle"],
    text: words.say("next", {
      what: words.title(next),
      when: words.span(startOf(next), next.end ? endOf(next) : null, now),
    }),
    detail:
      whyOf(next, plan, words) ||
      words.say(next.state === "sent" ? "held_by_amps" : "held_here"),
  };
}

function runs(running: Window, plan: Plan, words: Words, now: number): Line {
  const icon = LOOK_ICONS.active;
  const what = words.title(running);
  const by = running.origin === "plan" ? "" : words.origin(running.origin);
  const detail =
    whyOf(running, plan, words) || (by ? capital(by) : words.say("runs_by_plan"));
  if (running.end === null) return { icon, text: words.say("runs", { what }), detail };
  const end = endOf(running);
  const values = { what, until: words.time(end), left: words.duration(end - now) };
  return { icon, text: words.say("runs_until", values), detail };
}

/** Return how it went last, where that is not long ago or still matters. */
export function lastResult(plan: Summary, words: Words, now: number): Line | undefined {
  const { last } = plan;
  if (!last?.outcome) return undefined;
  const end = Date.parse(last.end);
  if (now - end > 7 * DAY) return undefined;
  const level = last.level === null ? "" : words.percent(last.level);
  const reason = last.reason ? words.reason(last.reason) : "";
  const parts = [words.status(last.outcome), reason, level].filter(Boolean).join(", ");
  const values = { what: words.title({ ...last, reserve: null }), how: parts };
  return {
    icon: LOOK_ICONS[lookOf({ ...last, absence: null } as unknown as Window, true)],
    text: words.say("last", { ...values, when: words.day(end, now) }),
  };
}

export function needsSomebody(plan: Summary): boolean {
  return !!plan.problem || plan.available === false || isTrouble(plan.last?.outcome);
}
