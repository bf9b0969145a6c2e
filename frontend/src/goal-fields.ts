/** The fields of a goal: how far or how long, up to which price, and without a break. */

import { html, nothing } from "lit";
import type { Aim, Draft } from "./actions";
import { chips, slider } from "./fields";
import type { Plan } from "./model";
import { extremes } from "./prices";
import type { Words } from "./words";

const MINUTE = 60_000;
/** Steps of a duration, in minutes. */
const STEP = 15;
const LONGEST = 12 * 60;
const USUAL = 120;
const CENTS = 100;

export const NO_AIM: Aim = {
  duration: null,
  max_price: null,
  min_price: null,
  in_one_go: false,
};

/** Ask whether it is to a level or for some time. */
export function howFar(words: Words, aim: Aim, set: (aim: Partial<Aim>) => void) {
  return chips(
    words.say("goal_how_far"),
    [
      { value: "level", text: words.say("to_level") },
      { value: "time", text: words.say("for_time") },
    ],
    aim.duration === null ? "level" : "time",
    (value) => set({ duration: value === "time" ? USUAL : null }),
  );
}

export function duration(
  words: Words,
  aim: Aim,
  length: number,
  set: (aim: Partial<Aim>) => void,
) {
  const most = Math.min(LONGEST, Math.floor(length / MINUTE / STEP) * STEP);
  const value = Math.min(aim.duration ?? USUAL, Math.max(most, STEP));
  return slider({
    label: words.say("lasts"),
    min: STEP,
    max: Math.max(most, STEP),
    step: STEP,
    value,
    text: words.duration(value * MINUTE),
    set: (it) => set({ duration: it }),
  });
}

/** At one end of it the price does not matter; nothing is asked where none is known. */
export function priceLimit(
  words: Words,
  plan: Plan,
  { command, aim }: Draft & { aim: Aim },
  set: (aim: Partial<Aim>) => void,
) {
  const down = command === "discharge";
  const name = down ? "min_price" : "max_price";
  const known = extremes(plan, -Infinity, Infinity);
  const limit = aim[name];
  const prices = [known?.low.price, known?.high.price, limit ?? undefined].filter(
    (it) => it !== undefined,
  );
  if (!prices.length) return nothing;
  const min = Math.floor(Math.min(...prices) * CENTS) / CENTS;
  const max = Math.ceil(Math.max(...prices) * CENTS) / CENTS;
  const end = down ? min : max;
  const value = limit ?? end;
  const any = value === end;
  return slider({
    label: words.say(name),
    min,
    max,
    step: 1 / CENTS,
    value,
    text: any ? words.say("any_price") : words.price(value, plan.prices?.currency),
    set: (it) => set({ [name]: it === end ? null : it }),
  });
}

export function inOneGo(words: Words, aim: Aim, set: (aim: Partial<Aim>) => void) {
  return html`<div class="group chips">
    <button
      type="button"
      class="chip"
      aria-pressed=${aim.in_one_go}
      @click=${() => set({ in_one_go: !aim.in_one_go })}
    >
      ${words.say("in_one_go")}
    </button>
  </div>`;
}
