/** The records of the batteries of a card, each read once and then followed. */

import type { HomeAssistant } from "./home-assistant";
import type { Plan } from "./model";
import { appended, fetchRecord, type Point } from "./record";

interface Kept {
  since: number;
  level: Point[];
  power: Point[];
}

const NONE: Kept = { since: 0, level: [], power: [] };

export class Records {
  private readonly kept = new Map<string, Kept>();
  private readonly asked = new Map<string, number>();

  constructor(private readonly changed: () => void) {}

  of(plan: Plan): Kept {
    return this.kept.get(keyOf(plan)) ?? NONE;
  }

  /** Read what is not known yet, and take in what a message told. */
  async follow(hass: HomeAssistant, plan: Plan): Promise<void> {
    const key = keyOf(plan);
    if (!key || !plan.start) return;
    const since = Date.parse(plan.start);
    if (this.asked.get(key) !== since) {
      this.asked.set(key, since);
      await this.read(hass, plan, key, since);
    } else {
      this.append(plan, key);
    }
  }

  private async read(
    hass: HomeAssistant,
    plan: Plan,
    key: string,
    since: number,
  ): Promise<void> {
    const { level, power } = plan.entities ?? {};
    const ids = [level, power].filter((it) => it !== undefined);
    // without a history there is only the present
    const found = await fetchRecord(hass, ids, since).catch(
      () => ({}) as Record<string, Point[]>,
    );
    this.kept.set(key, {
      since,
      level: found[level ?? ""] ?? [],
      power: (found[power ?? ""] ?? []).map(turned),
    });
    this.append(plan, key);
    this.changed();
  }

  private append(plan: Plan, key: string): void {
    const kept = this.kept.get(key);
    if (!kept) return;
    const now = Date.now();
    kept.level = appended(kept.level, now, plan.level ?? undefined);
    kept.power = appended(kept.power, now, plan.power ?? undefined);
  }
}

/** Return a power as the card counts it: the entity is negative while charging. */
function turned({ at, value }: Point): Point {
  return { at, value: value === undefined ? value : -value };
}

function keyOf(plan: Plan): string {
  return plan.entities?.level ?? plan.entities?.power ?? "";
}
