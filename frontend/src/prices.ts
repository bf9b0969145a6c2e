/** What a kWh costs over time. */

import type { Plan, Step } from "./model";

export interface Priced {
  start: number;
  end: number;
  price: number;
}

/** Return the times for which a price is known. */
export function pricedOf(steps: Step[] | undefined): Priced[] {
  const found: Priced[] = [];
  steps?.forEach(([at, price], index) => {
    const next = steps[index + 1];
    if (price !== null && next) {
      found.push({ start: Date.parse(at), end: Date.parse(next[0]), price });
    }
  });
  return found;
}

export function priceAt(plan: Plan, instant: number): number | undefined {
  const known = pricedOf(plan.prices?.steps);
  return known.find((it) => it.start <= instant && instant < it.end)?.price;
}

/** Return the lowest and the highest price of a time; undefined where none is known. */
export function extremes(
  plan: Plan,
  start: number,
  end: number,
): { low: Priced; high: Priced } | undefined {
  const known = pricedOf(plan.prices?.steps).filter(
    (it) => it.start < end && it.end > start,
  );
  const [first, ...rest] = known;
  if (!first) return undefined;
  let [low, high] = [first, first];
  for (const it of rest) {
    if (it.price < low.price) low = it;
    if (it.price > high.price) high = it;
  }
  return { low, high };
}
