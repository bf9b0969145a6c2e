/** Goals: what they ask for, how they are shown, and what was made of them. */

import { endOf, type Look, startOf } from "./looks";
import type { Command, Goal, Plan, Window } from "./model";
import type { Words } from "./words";

const MINUTE = 60_000;

export type GoalLook = Look | "at_risk";

/** Return how far a goal has come: one that may not be met stands out. */
export function lookOfGoal(goal: Goal, enabled: boolean): GoalLook {
  if (goal.outcome) return goal.outcome as Look;
  if (goal.state === "ended") return "ended";
  if (!enabled) return "paused";
  return goal.reason ? "at_risk" : goal.state;
}

/** Return the same in a word: that its time has begun does not mean that it runs. */
export function statusOf(look: GoalLook, words: Words): string {
  return look === "active" ? words.say("goal_begun") : words.status(look);
}

/** Return the minutes of a duration such as "2:30:00"; undefined for what is none. */
export function minutesOf(duration: string | null): number | undefined {
  const found = /^(?:(\d+) days?, )?(\d+):(\d{2}):\d{2}$/.exec(duration ?? "");
  if (!found) return undefined;
  const [days = 0, hours = 0, minutes = 0] = found
    .slice(1)
    .map((it) => Number(it ?? 0));
  return (days * 24 + hours) * 60 + minutes;
}

/** Return what a goal asks for, such as "90 % by 07:00". */
export function asked(goal: Goal, words: Words): string {
  const minutes = minutesOf(goal.duration) ?? null;
  return askedBy({ ...goal, end: endOf(goal), minutes }, words);
}

/** Return the same of its parts. */
export function askedBy(
  {
    command,
    target,
    end,
    minutes,
  }: {
    command: Command;
    target: number | null;
    end: number;
    minutes: number | null;
  },
  words: Words,
): string {
  const open = words.say(command === "discharge" ? "empty" : "full");
  const level = target === null ? open : words.percent(target);
  const what = minutes === null ? level : words.duration(minutes * MINUTE);
  return words.say("goal_by", { what, time: words.time(end) });
}

/** Return the windows that were made of a goal. */
export function windowsOf(goal: Goal, plan: Plan): Window[] {
  return (plan.windows ?? []).filter(
    (it) =>
      it.origin === "goal" &&
      it.source === goal.uid &&
      !it.absence &&
      startOf(it) < endOf(goal) &&
      endOf(it) > startOf(goal),
  );
}

/** Return the goal that a window was made of, if it is shown. */
export function goalOf(window: Window, plan: Plan): Goal | undefined {
  if (window.origin !== "goal") return undefined;
  return plan.goals?.find((it) => windowsOf(it, plan).includes(window));
}
