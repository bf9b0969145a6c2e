/** The curves: level and power, and what is known of sun and prices. */

import { nothing, type SVGTemplateResult, svg } from "lit";
import { cutAt, place, type Span } from "./axis";
import { endOf, lookOf, startOf, tintOf } from "./looks";
import type { Plan, Step } from "./model";
import { pricedOf } from "./prices";
import { means, type Point, pieces } from "./record";

const QUARTER = 15 * 60_000;
/** Least power that fills the lane, in kW. */
const LEAST_SCALE = 1;
/** How much of the picture's height prices take, in percent. */
const PRICE_HEIGHT = 45;

const fixed = (value: number): string => value.toFixed(2);

/** Return the level over time, in a picture 100 wide and 100 high. */
export function chart(
  plan: Plan,
  level: Point[],
  span: Span,
  now: number,
): SVGTemplateResult {
  const lines = pieces(level, Math.min(now, span.end)).filter((it) => it.length > 1);
  return svg`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${bands(plan, span)}
    <path class="grid" d="M0 50H100M0 0H100M0 100H100" />
    ${ground(plan.sun?.steps, span, "sun")} ${prices(plan, span)}
    ${lines.map((line) => {
      const path = line
        .map(({ at, value }, index) => {
          const point = `${fixed(place(at, span))} ${fixed(100 - clamped(value))}`;
          return `${index ? "L" : "M"}${point}`;
        })
        .join("");
      const first = fixed(place(line[0]?.at ?? 0, span));
      const last = fixed(place(line.at(-1)?.at ?? 0, span));
      return svg`<path class="area" d="${path}L${last} 100L${first} 100Z" />
        <path class="line" d=${path} />`;
    })}
    ${expected(plan, span, now)}
  </svg>`;
}

/** Return the power over time: up while charging, in a picture 100 wide, 2 high. */
export function powerChart(power: Point[], span: Span, now: number): SVGTemplateResult {
  const bars = means(power, span.start, Math.min(now, span.end), QUARTER);
  const values = bars.map((it) => Math.abs(it.value ?? 0));
  const scale = Math.max(LEAST_SCALE, ...values);
  const width = (QUARTER / (span.end - span.start)) * 100;
  return svg`<svg viewBox="0 -1 100 2" preserveAspectRatio="none" aria-hidden="true">
    <path class="grid" d="M0 0H100" />
    ${bars.map(({ at, value }) => {
      if (!value) return nothing;
      const height = Math.abs(value) / scale;
      return svg`<rect
        class=${value > 0 ? "bar charge" : "bar discharge"}
        x=${fixed(place(at, span))}
        width=${fixed(width)}
        y=${value > 0 ? (-height).toFixed(3) : "0"}
        height=${height.toFixed(3)}
      />`;
    })}
  </svg>`;
}

/** Windows lie behind the curve, with the level that they are to reach. */
function bands(plan: Plan, span: Span) {
  return (plan.windows ?? []).map((window) => {
    const [start, end] = [startOf(window), endOf(window)];
    if (end <= span.start || start >= span.end || window.absence) return nothing;
    const x = place(start, span);
    const width = place(end, span) - x;
    const look = lookOf(window, plan.enabled ?? true);
    const target = window.target === null ? undefined : 100 - clamped(window.target);
    return svg`<g class=${`band ${tintOf(window.command)} ${look}`}>
      <rect x=${fixed(x)} y="0" width=${fixed(width)} height="100" />
      ${
        target === undefined
          ? nothing
          : svg`<path d="M${fixed(x)} ${fixed(target)}h${fixed(width)}" />`
      }
    </g>`;
  });
}

/** From the level of now on to what is expected of what is planned. */
function expected(plan: Plan, span: Span, now: number) {
  const ahead = (plan.expected_level ?? []).filter(([at]) => Date.parse(at) > now);
  if (!ahead.length || plan.level == null) return nothing;
  const points: [number, number][] = [
    [now, plan.level],
    ...ahead.map(([at, value]): [number, number] => [Date.parse(at), value]),
  ];
  const path = cutAt(points, span.end)
    .map(([at, value]) => `${fixed(place(at, span))} ${fixed(100 - clamped(value))}`)
    .join("L");
  return svg`<path class="expected" d=${`M${path}`} />`;
}

/** Prices as stairs in the lower part of the picture, from zero or the lowest up. */
function prices(plan: Plan, span: Span) {
  const known = pricedOf(plan.prices?.steps);
  if (!known.length) return nothing;
  const values = known.map((it) => it.price);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = (price: number) =>
    fixed(100 - ((price - low) / (high - low || 1)) * PRICE_HEIGHT);
  const zero = y(0);
  let [line, area, until] = ["", "", Number.NaN];
  for (const { start, end, price } of known) {
    if (end <= span.start || start >= span.end) continue;
    const [from, to] = [fixed(place(start, span)), fixed(place(end, span))];
    line += start === until ? `V${y(price)}H${to}` : `M${from} ${y(price)}H${to}`;
    area += `M${from} ${zero}V${y(price)}H${to}V${zero}Z`;
    until = end;
  }
  return svg`<path class="price-area" d=${area} /><path class="price" d=${line} />`;
}

/** Return values as stairs, the highest at the top. */
function ground(found: Step[] | undefined, span: Span, kind: string) {
  const known = (found ?? []).filter((it): it is [string, number] => it[1] !== null);
  const [first] = known;
  if (!first) return nothing;
  const high = Math.max(...known.map(([, value]) => value)) || 1;
  const path = known
    .map(
      ([at, value]) =>
        `H${fixed(place(Date.parse(at), span))}V${fixed(100 - (value / high) * 90)}`,
    )
    .join("");
  const from = fixed(place(Date.parse(first[0]), span));
  return svg`<path class=${kind} d=${`M${from} 100${path}H100V100Z`} />`;
}

function clamped(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
