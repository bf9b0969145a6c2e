/** Fields of forms: sliders, days and times, in the words of Home Assistant's user. */

import { css, html, nothing } from "lit";
import { capital, type Words } from "./words";
import { dateText, instantOf, later, type Wall, wallFrom, wallOf } from "./zone";

/** So many days to come are offered. */
const DAYS = 31;
const STEP = 5;

export interface Slider {
  label: string;
  min: number;
  max: number;
  step: number;
  value: number;
  /** What the value is called. */
  text: string;
  set(value: number): void;
}

export function slider({ label, min, max, step, value, text, set }: Slider) {
  const share = ((value - min) / (max - min || 1)) * 100;
  return html`<label class="field slider">
    <span class="name">${label}</span>
    <span class="line">
      <input
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        style="--share: ${share}%"
        aria-valuetext=${text}
        @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
      />
      <output>${text}</output>
    </span>
  </label>`;
}

interface Option {
  value: string;
  text: string;
  icon?: string;
  /** The colour of a command. */
  tint?: string;
}

/** Offer a few choices, all of them in sight. */
export function chips(
  legend: string,
  options: Option[],
  value: string,
  set: (value: string) => void,
) {
  return html`<fieldset class="group">
    <legend>${legend}</legend>
    <div class="chips">
      ${options.map(
        (it) => html`<button
          type="button"
          class="chip ${it.tint ?? ""}"
          aria-pressed=${it.value === value}
          @click=${() => set(it.value)}
        >
          ${it.icon ? html`<ha-icon .icon=${it.icon}></ha-icon>` : nothing}${it.text}
        </button>`,
      )}
    </div>
  </fieldset>`;
}

function select(
  label: string,
  value: string,
  options: Option[],
  set: (value: string) => void,
) {
  return html`<select
    aria-label=${label}
    @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}
  >
    ${options.map(
      (it) =>
        html`<option value=${it.value} .selected=${it.value === value}>${it.text}</option>`,
    )}
  </select>`;
}

/** Offer today and the days to come, and the one that is chosen. */
export function day(
  label: string,
  value: string,
  now: number,
  words: Words,
  set: (value: string) => void,
) {
  const today = wallOf(now, words.zone);
  const noon: Wall = { ...today, hour: 12, minute: 0 };
  const dates = Array.from({ length: DAYS }, (_, ahead) =>
    dateText(later(noon, ahead)),
  );
  if (!dates.includes(value)) dates.push(value);
  const options = dates.map((date) => {
    const wall = wallFrom(date, "12:00") ?? noon;
    const text = capital(words.day(instantOf(wall, words.zone), now));
    return { value: date, text };
  });
  return html`<label class="field wide">
    <span class="name">${label}</span>${select(label, value, options, set)}
  </label>`;
}

/** Offer the hours and every five minutes, and the minute that is chosen. */
export function time(
  label: string,
  value: string,
  words: Words,
  set: (value: string) => void,
) {
  const [hour = "00", minute = "00"] = value.split(":");
  const two = (it: number) => String(it).padStart(2, "0");
  const hours = Array.from({ length: 24 }, (_, it) => ({
    value: two(it),
    text: words.clockHour(it),
  }));
  const minutes = Array.from({ length: 60 / STEP }, (_, it) => two(it * STEP));
  if (!minutes.includes(minute)) minutes.push(minute);
  const options = minutes.sort().map((it) => ({ value: it, text: it }));
  return html`<fieldset class="field" aria-label=${label}>
    <span class="name">${label}</span>
    <span class="clock">
      ${select(words.say("hour"), hour, hours, (it) => set(`${it}:${minute}`))}
      <span aria-hidden="true">:</span>
      ${select(words.say("minute"), minute, options, (it) => set(`${hour}:${it}`))}
    </span>
  </fieldset>`;
}

export const fieldStyles = css`
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: none;
  }
  .group {
    margin-bottom: 16px;
  }
  legend,
  .name {
    display: block;
    padding: 0;
    margin-bottom: 6px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-bottom: 16px;
  }
  .field {
    flex: 1 1 110px;
  }
  .field.wide {
    flex: 2 1 150px;
  }
  select {
    flex: 1;
    width: 100%;
    min-width: 0;
    min-height: 44px;
    padding: 0 10px;
    border: 1px solid var(--amps-line);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--amps-text) 4%, transparent);
    appearance: none;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  option {
    background: var(--amps-ground);
    color: var(--amps-text);
  }
  @media (max-width: 560px) {
    .field.wide {
      flex-basis: 100%;
    }
  }
  .clock {
    display: flex;
    align-items: center;
    gap: 4px;
    direction: ltr;
  }
  .clock select {
    flex: 1 1 auto;
    width: auto;
    padding-inline: 4px;
    text-align: center;
    text-align-last: center;
  }
  .slider {
    display: block;
    margin-bottom: 12px;
  }
  .slider .name {
    margin-bottom: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 40px;
  }
  output {
    min-width: 76px;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    text-align: end;
    white-space: nowrap;
  }
  input[type="range"] {
    flex: 1;
    min-width: 0;
    height: 28px;
    margin: 0;
    border-radius: 14px;
    background: none;
    appearance: none;
    cursor: pointer;
    --towards: right;
    --track: linear-gradient(
      to var(--towards),
      var(--tint, var(--primary-color)) var(--share),
      color-mix(in srgb, var(--amps-text) 16%, transparent) var(--share)
    );
  }
  input[type="range"]:dir(rtl) {
    --towards: left;
  }
  input::-webkit-slider-runnable-track {
    height: 8px;
    border-radius: 4px;
    background: var(--track);
  }
  input::-moz-range-track {
    height: 8px;
    border-radius: 4px;
    background: var(--track);
  }
  input::-webkit-slider-thumb {
    width: 22px;
    height: 22px;
    margin-top: -7px;
    border: 3px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--tint, var(--primary-color));
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.4);
    appearance: none;
  }
  input::-moz-range-thumb {
    width: 18px;
    height: 18px;
    border: 3px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--tint, var(--primary-color));
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.4);
  }
`;
