/** Days of the week on which a plan repeats, and the rule that says so. */

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Return the rule for some days of the week, Monday being 0; none is no rule. */
export function ruleOf(days: ReadonlySet<number>): string | null {
  if (!days.size) return null;
  if (days.size === DAYS.length) return "FREQ=DAILY";
  const named = DAYS.filter((_, index) => days.has(index));
  return `FREQ=WEEKLY;BYDAY=${named.join(",")}`;
}

/** Return the days of a rule; undefined where it says more than days of the week. */
export function daysOf(
  rule: string | null,
  weekday: number,
): ReadonlySet<number> | undefined {
  if (!rule) return new Set();
  const parts = new Map(rule.split(";").map((it) => it.split("=") as [string, string]));
  const frequency = parts.get("FREQ");
  const byDay = parts.get("BYDAY");
  parts.delete("FREQ");
  parts.delete("BYDAY");
  parts.delete("WKST");
  if (parts.get("INTERVAL") === "1") parts.delete("INTERVAL");
  if (parts.size) return undefined;
  if (frequency === "DAILY" && !byDay) return new Set(DAYS.keys());
  if (frequency !== "WEEKLY") return undefined;
  if (!byDay) return new Set([weekday]);
  const days = byDay.split(",").map((it) => DAYS.indexOf(it));
  return days.includes(-1) ? undefined : new Set(days);
}

/** Return how many days after a day of the week the first of some days comes. */
export function daysUntil(days: ReadonlySet<number>, weekday: number): number {
  if (!days.size) return 0;
  const ahead = [...days].map((it) => (it - weekday + 7) % 7);
  return Math.min(...ahead);
}
