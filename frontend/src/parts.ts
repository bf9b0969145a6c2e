/** What stands above and below the picture of a battery. */

import { html, nothing } from "lit";
import { asked, lookOfGoal } from "./goals";
import { navigate } from "./home-assistant";
import { goalIcon, LOOK_ICONS } from "./icons";
import type { Plan } from "./model";
import { doing, lastResult, nextStep, runningOf } from "./next-step";
import { priceAt } from "./prices";
import type { Words } from "./words";

/** So many goals are named that may not be met: the repairs tell of all. */
const MOST_RISKS = 2;

export interface HeaderButton {
  key: string;
  icon: string;
  pressed?: boolean;
  press(): void;
}

export function header(
  plan: Plan,
  words: Words,
  now: number,
  name: string,
  buttons: HeaderButton[],
) {
  const level = plan.level ?? undefined;
  return html`<header>
    <div class="glyph" style="--level: ${level ?? 0}%" aria-hidden="true"></div>
    <div class="names">
      <h2>
        <bdi>${name}</bdi>
        <span class="level">${level === undefined ? "" : words.percent(level)}</span>
      </h2>
      <p class="doing">${[doing(plan, words), priceNow(plan, words, now)].filter(Boolean).join(" · ")}</p>
    </div>
    ${buttons.map(({ key, icon, pressed, press }) => {
      const label = words.say(key);
      return html`<button
        type="button"
        class="icon-button"
        aria-label=${label}
        title=${label}
        aria-pressed=${pressed ?? nothing}
        @click=${press}
      >
        <ha-icon .icon=${icon}></ha-icon>
      </button>`;
    })}
  </header>`;
}

function priceNow(plan: Plan, words: Words, now: number): string {
  const price = priceAt(plan, now);
  return price === undefined ? "" : words.price(price, plan.prices?.currency);
}

export interface Answers {
  resume(): void;
  accept(): void;
}

export function sentences(plan: Plan, words: Words, now: number, answers: Answers) {
  // before anything is known nothing is said
  const known = plan.windows !== undefined || !plan.available;
  const next = known ? nextStep(plan, words, now) : { icon: "", text: "", detail: "" };
  const last = lastResult(plan, words, now);
  return html`<div class="sentences">
    <div class="next">
      <ha-icon .icon=${next.icon}></ha-icon>
      <p>${next.text}<span class="detail">${next.detail ?? ""}</span></p>
      ${
        plan.enabled === false && plan.entities?.plan_enabled
          ? html`<button type="button" class="button" @click=${answers.resume}>
              ${words.say("resume")}
            </button>`
          : nothing
      }
    </div>
    ${suggestion(plan, words, answers.accept)} ${risks(plan, words)}
    <div class="last">
      ${
        last
          ? html`<ha-icon .icon=${last.icon}></ha-icon>
              <p>${last.text}</p>`
          : nothing
      }
    </div>
    ${
      plan.problem
        ? html`<button
            type="button"
            class="problem"
            @click=${() => navigate("/config/repairs")}
          >
            <ha-icon icon="mdi:alert"></ha-icon><span>${words.say("problem")}</span>
          </button>`
        : nothing
    }
  </div>`;
}

/** What is suggested and waits for a yes, if anything is. */
function suggestion(plan: Plan, words: Words, accept: () => void) {
  const suggested = plan.windows?.filter((it) => it.state === "suggested") ?? [];
  if (!suggested.length) return nothing;
  const saves = suggested.reduce((sum, it) => sum + (it.saves ?? 0), 0);
  const amount = words.money(saves, plan.prices?.currency);
  return html`<div class="next suggestion">
    <ha-icon .icon=${LOOK_ICONS.suggested}></ha-icon>
    <p>
      ${words.say("suggested", { count: suggested.length })}
      <span class="detail">${saves > 0 ? words.say("suggested_saves", { amount }) : ""}</span>
    </p>
    <button type="button" class="button main" @click=${accept}>
      ${words.say(suggested.length > 1 ? "accept_all" : "accept")}
    </button>
  </div>`;
}

/** Which goals may not be met, and why. */
function risks(plan: Plan, words: Words) {
  const risky = (plan.goals ?? []).filter(
    (it) => lookOfGoal(it, plan.enabled ?? true) === "at_risk",
  );
  return risky.slice(0, MOST_RISKS).map((it) => {
    const reason = words.reason(it.reason ?? "");
    return html`<div class="last risk">
      <ha-icon .icon=${goalIcon("at_risk")}></ha-icon>
      <p>${words.say("goal_risk", { asked: asked(it, words), reason })}</p>
    </div>`;
  });
}

export interface Control {
  mode(select: HTMLSelectElement): void;
  boost(): void;
  stop(): void;
}

export function controls(plan: Plan, words: Words, now: number, control: Control) {
  const running = runningOf(plan, now);
  const boosts = plan.commands?.some(
    (it) => it.command === "charge" || it.command === "discharge",
  );
  const modes = plan.commands?.map((it) => it.command) ?? [];
  return html`<div class="controls">
    <label class="mode">
      <span>${words.say("mode")}</span>
      <select
        ?disabled=${!plan.entities?.operation_mode}
        @change=${(event: Event) => control.mode(event.target as HTMLSelectElement)}
      >
        ${modes.map(
          (it) => html`<option value=${it} .selected=${it === plan.mode}>
            ${words.command(it)}
          </option>`,
        )}
      </select>
      <ha-icon icon="mdi:menu-down"></ha-icon>
    </label>
    <button type="button" class="button" ?disabled=${!boosts} @click=${control.boost}>
      <ha-icon icon="mdi:flash"></ha-icon>${words.say("boost")}
    </button>
    <button
      type="button"
      class="button ${running ? "main" : ""}"
      ?disabled=${!plan.entities?.stop}
      @click=${control.stop}
    >
      <ha-icon icon="mdi:stop"></ha-icon>${words.say("stop")}
    </button>
  </div>`;
}
