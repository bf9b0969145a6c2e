/** Windows that are at the same time stand in two rows. */

import type { Span } from "./axis";

/** Return in which of two rows each window stands, where some are at the same time. */
export function rowsOf(spans: Span[]): { row: number; of: number }[] {
  const found = spans.map(() => ({ row: 0, of: 1 }));
  spans.forEach((span, index) => {
    for (let before = 0; before < index; before++) {
      const other = spans[before];
      const mine = found[index];
      const its = found[before];
      if (!other || !mine || !its) continue;
      if (other.start < span.end && span.start < other.end) {
        mine.of = its.of = 2;
        mine.row = 1 - its.row;
      }
    }
  });
  return found;
}
