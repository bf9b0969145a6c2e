/** What the lines and areas of the picture are, each beside a bit of it. */

import { html, type SVGTemplateResult, svg } from "lit";
import type { Plan } from "./model";
import { pricedOf } from "./prices";
import type { Words } from "./words";

/** Each kind as it is drawn in the picture, here in one 20 wide and 10 high. */
const SAMPLES = {
  level: svg`<path class="area" d="M0 4H20V10H0Z" /><path class="line" d="M0 4H20" />`,
  level_expected: svg`<path class="expected" d="M1 5H19" />`,
  table_prices: svg`<path class="price-area" d="M0 10V7H7V3H14V6H20V10Z" />
    <path class="price" d="M0 7H7V3H14V6H20" />`,
  sun: svg`<path class="sun" d="M2 10V6H6V1H14V6H18V10Z" />`,
  charge: svg`<path class="grid" d="M0 5H20" /><rect class="bar charge" x="5" width="10" height="5" />`,
  discharge: svg`<path class="grid" d="M0 5H20" /><rect class="bar discharge" x="5" y="5" width="10" height="5" />`,
} satisfies Record<string, SVGTemplateResult>;

export type Sample = keyof typeof SAMPLES;

/** Return what there is to be explained in a picture. */
export function explained(plan: Plan, showPower: boolean): Sample[] {
  const shown: Record<Sample, boolean> = {
    level: true,
    level_expected: !!plan.expected_level?.length,
    table_prices: pricedOf(plan.prices?.steps).length > 0,
    sun: !!plan.sun,
    charge: showPower,
    discharge: showPower,
  };
  return (Object.keys(SAMPLES) as Sample[]).filter((it) => shown[it]);
}

/** Whoever cannot see the picture has the table instead, and no use for this. */
export function legend(plan: Plan, showPower: boolean, words: Words) {
  return html`<ul class="legend" aria-hidden="true">
    ${explained(plan, showPower).map(
      (it) => html`<li>
        <svg viewBox="0 0 20 10" aria-hidden="true">${SAMPLES[it]}</svg>${
          it === "charge" || it === "discharge" ? words.command(it) : words.say(it)
        }
      </li>`,
    )}
  </ul>`;
}
