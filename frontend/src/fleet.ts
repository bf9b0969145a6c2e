/** The order of many batteries: those that need somebody come first. */

import { isTrouble } from "./looks";
import type { Summary } from "./model";

export interface Row {
  id: string;
  name: string;
  plan: Summary;
}

/** Return how urgently a battery needs somebody; less comes first. */
function rank({ plan }: Row): number {
  if (plan.problem) return 0;
  if (plan.available === false) return 1;
  if (isTrouble(plan.last?.outcome)) return 2;
  if (plan.linked === false) return 3;
  return 4;
}

/** Return the batteries, those that need somebody first, then by name. */
export function sorted(rows: Row[]): Row[] {
  return [...rows].sort(
    (one, two) => rank(one) - rank(two) || one.name.localeCompare(two.name),
  );
}
