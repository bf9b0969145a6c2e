/** Why a planner chose a window, in a sentence. */

import type { Plan, Window } from "./model";
import type { Words } from "./words";

export function whyOf({ why, saves }: Window, plan: Plan, words: Words): string {
  if (!why) return "";
  const { kind, price, other_price, at } = why;
  const currency = plan.prices?.currency;
  return words.say(`why_${kind}`, {
    price: price === null ? "" : words.money(price, currency, 3),
    other_price: other_price === null ? "" : words.price(other_price, currency),
    time: at === null ? "" : words.time(Date.parse(at)),
    saves: words.money(saves ?? 0, currency),
  });
}
