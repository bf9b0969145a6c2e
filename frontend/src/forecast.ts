/** How far a charge or discharge would come, from what is known now. */

import type { Ability, Command, Plan } from "./model";

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
