/** How far a charge or discharge would come, from what is known now. */

import type { Draft } from "./actions";
import { askedBy } from "./goals";
import type { Ability, Command, Plan, Preview } from "./model";
import { capital, type Words } from "./words";

const HOUR = 3_600_000;

export interface Reach {
  /** Energy that is needed, in kWh. */
  energy: number;
  /** How long that takes at most power, in ms; undefined where no power is known. */
  lasts: number | undefined;
  /** The level after the given time, in percent. */
  level: number;
}

export function abilityOf(plan: Plan, command: Command): Ability | undefined {
  return plan.commands?.find((it) => it.command === command);
}

/**
 * Return what it takes to come from the level of now to a target.
 *
 * Undefined where level or capacity is not known, or there is no way to go.
 */
export function reach(
  plan: Plan,
  command: Command,
  target: number | null,
  power: number | null,
  length: number,
): Reach | undefined {
  const { level, capacity } = plan;
  if (level == null || !capacity) return undefined;
  const direction = command === "charge" ? 1 : command === "discharge" ? -1 : 0;
  const goal = target ?? (direction > 0 ? 100 : 0);
  const away = (goal - level) * direction;
  if (!direction || away <= 0) return undefined;
  const kilowatts = power ?? abilityOf(plan, command)?.parameters.power?.max;
  const energy = (away / 100) * capacity;
  const known = kilowatts && kilowatts < 100 ? kilowatts : undefined;
  const lasts = known ? (energy / known) * HOUR : undefined;
  const share = lasts ? Math.min(1, length / lasts) : 1;
  return { energy, lasts, level: level + away * share * direction };
}

/** Return in words what a form asks for, and what would become of it. */
export function previewOf(
  draft: Draft,
  plan: Plan,
  found: Preview | undefined,
  words: Words,
  now: number,
): { lines: string[]; doubtful: boolean } {
  const { command, target, power, start, end, aim } = draft;
  const title = words.title(draft);
  const length = end - start;
  const lines: string[] = [];
  let doubtful = !!found?.reason;
  if (aim) {
    const spans = found?.spans.map(([from, until]) =>
      capital(words.span(Date.parse(from), Date.parse(until), now)),
    );
    const asked = askedBy({ command, target, end, minutes: aim.duration }, words);
    lines.push(words.say("goal_title", { what: words.command(command), asked }));
    if (spans?.length) lines.push(spans.join(", "));
  } else {
    lines.push(`${title}: ${words.span(start, end, now)}, ${words.duration(length)}`);
    const way = reach(plan, command, target, power, length);
    const short = way?.lasts !== undefined && way.lasts > length;
    if (way && target !== null) {
      const values = {
        energy: words.energy(way.energy),
        level: words.percent(way.level),
        now: words.percent(plan.level ?? 0),
      };
      lines.push(words.say(short ? "preview_short" : "preview_needs", values));
      doubtful = short;
    }
  }
  if (found?.reason) {
    const reason = words.reason(found.reason);
    lines.push(words.say("goal_at_risk", { reason }));
  }
  const moves = command === "charge" || command === "discharge";
  if (moves && found && found.level !== null) {
    lines.push(outcomeOf(found.level, found.cost, plan, words));
  }
  return { lines, doubtful };
}

function outcomeOf(
  percent: number,
  cost: number | null,
  plan: Plan,
  words: Words,
): string {
  const level = words.percent(percent);
  if (cost === null) return words.say("preview_level", { level });
  const amount = words.money(Math.abs(cost), plan.prices?.currency);
  return words.say(cost < 0 ? "preview_brings" : "preview_costs", { level, amount });
}
