/** Where the levels that windows are to reach are written: none over another. */

/** Room that a label takes, in pixels. */
const [WIDTH, HEIGHT] = [32, 13];

export type Side = "above" | "below";

export interface Label {
  /** Pixels from the left. */
  x: number;
  /** Percent. */
  level: number;
}

/** Return on which side of its line each label stands; undefined where no room is left. */
export function sidesOf(labels: Label[], height: number): (Side | undefined)[] {
  const taken: { x: number; y: number }[] = [];
  return labels.map(({ x, level }) => {
    const line = (1 - level / 100) * height;
    const places: [Side, number][] = [
      ["above", line - HEIGHT],
      ["below", line + 2],
    ];
    const free = places.find(
      ([, y]) =>
        y >= 0 &&
        y + HEIGHT <= height &&
        taken.every(
          (it) => Math.abs(it.x - x) >= WIDTH || Math.abs(it.y - y) >= HEIGHT,
        ),
    );
    if (free) taken.push({ x, y: free[1] });
    return free?.[0];
  });
}
