/** The curves: level and power, and what is known of sun and prices. */

import { nothing, type SVGTemplateResult, svg } from "lit";
import { place, type Span } from "./axis";
import { endOf, lookOf, startOf, tintOf } from "./looks";
import type { Plan, Step } from "./model";
import { means, type Point, pieces } from "./record";

const QUARTER = 15 * 60_000;
/** Least power that fills the lane, in kW. */
const LEAST_SCALE = 1;

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
    ${ground(plan.sun?.steps, span, "sun")}
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
    ${expected(plan.expected_level, span)}
    ${steps(plan.prices?.steps, span, "price")}
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

function expected(found: Step[] | undefined, span: Span) {
  if (!found?.length) return nothing;
  const path = found
    .map(([at, value], index) => {
      const x = fixed(place(Date.parse(at), span));
      return `${index ? "L" : "M"}${x} ${fixed(100 - clamped(value))}`;
    })
    .join("");
  return svg`<path class="expected" d=${path} />`;
}

/** Return values as stairs, the highest at the top. */
function stairs(found: Step[], span: Span): string {
  const values = found.map(([, value]) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const y = (value: number) => 100 - ((value - low) / (high - low || 1)) * 90;
  return found
    .map(([at, value], index) => {
      const x = fixed(place(Date.parse(at), span));
      return `${index ? `H${x}V` : `M${x} `}${fixed(y(value))}`;
    })
    .join("");
}

function steps(found: Step[] | undefined, span: Span, kind: string) {
  if (!found?.length) return nothing;
  return svg`<path class=${kind} d="${stairs(found, span)}H100" />`;
}

function ground(found: Step[] | undefined, span: Span, kind: string) {
  if (!found?.length) return nothing;
  const first = fixed(place(Date.parse(found[0]?.[0] ?? ""), span));
  return svg`<path class=${kind} d="${stairs(found, span)}H100V100H${first}Z" />`;
}

function clamped(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
