/** The form in which something is planned or changed; no title is typed. */

import { css, html, nothing } from "lit";
import type { Actions, Draft, Range } from "./actions";
import { Dialog } from "./dialog";
import { abilityOf, reach } from "./forecast";
import type { Failure, HomeAssistant } from "./home-assistant";
import { COMMAND_ICONS } from "./icons";
import { tintOf } from "./looks";
import type { Command, Parameter, Plan, Window } from "./model";
import { daysOf, daysUntil, ruleOf } from "./repeat";
import {
  dateText,
  instantOf,
  later,
  timeText,
  wallFrom,
  wallOf,
  weekdayOf,
} from "./zone";

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const DEFAULTS: Partial<Record<`${Command}.${Parameter}`, string>> = {
  "charge.target": "charge_target",
  "discharge.target": "discharge_target",
};

export class PlanDialog extends Dialog {
  static override properties = {
    words: { attribute: false },
    hass: { attribute: false },
    plan: { attribute: false },
    deviceId: {},
    battery: {},
    draft: { attribute: false },
    window: { attribute: false },
    actions: { attribute: false },
    now: { type: Number },
    date: { state: true },
    from: { state: true },
    until: { state: true },
    days: { state: true },
    range: { state: true },
    error: { state: true },
    clashes: { state: true },
    busy: { state: true },
  };
  static override styles = [
    ...Dialog.styles,
    css`
      fieldset {
        margin: 0 0 16px;
        padding: 0;
        border: none;
      }
      legend,
      .name {
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
      label.field {
        flex: 1 1 120px;
        min-width: 0;
      }
      .field .name {
        display: block;
      }
      input[type="date"],
      input[type="time"],
      input[type="number"] {
        width: 100%;
        min-height: 44px;
        padding: 0 12px;
        border: 1px solid var(--amps-line);
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--amps-text) 4%, transparent);
        color-scheme: var(--amps-scheme, light);
      }
      .slider {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 44px;
      }
      input[type="range"] {
        flex: 1;
        min-width: 0;
        accent-color: var(--tint, var(--primary-color));
      }
      output {
        min-width: 52px;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
        text-align: end;
      }
      .toggle {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .toggle input {
        width: 20px;
        height: 20px;
        accent-color: var(--primary-color);
      }
      .day {
        padding: 0 8px;
        min-width: 40px;
        flex: 1;
      }
      .days {
        flex-wrap: nowrap;
        gap: 4px;
      }
      .preview {
        min-height: 44px;
        margin: 0;
      }
    `,
  ];

  declare hass: HomeAssistant;
  declare plan: Plan;
  declare deviceId: string;
  declare battery: string;
  /** What the form begins with, and then what it says but for times and days. */
  declare draft: Draft;
  /** What is changed; undefined for something new. */
  declare window: Window | undefined;
  declare actions: Actions;
  declare now: number;
  declare date: string;
  declare from: string;
  declare until: string;
  declare days: ReadonlySet<number> | undefined;
  declare range: Range;
  declare error: string | undefined;
  declare clashes: boolean;
  declare busy: boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    const { zone } = this.words;
    const start = wallOf(this.draft.start, zone);
    this.date = dateText(start);
    this.from = timeText(start);
    this.until = timeText(wallOf(this.draft.end, zone));
    this.days = daysOf(this.draft.repeat, weekdayOf(start));
    this.range = "this";
  }

  protected override render() {
    const { words, window } = this;
    const heading = window
      ? words.say("change_heading", { battery: this.battery })
      : words.say("plan_heading", { battery: this.battery });
    return this.frame(
      heading,
      html`<form
        id="form"
        class=${tintOf(this.draft.command)}
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.save(false);
        }}
      >
        ${this.commands()} ${this.parameters()} ${this.times()}
        ${window?.repeat ? this.which() : nothing}
        ${window?.repeat && this.range === "this" ? nothing : this.weekdays()}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error ? this.alert(this.error) : nothing}
      </form>`,
      html`<button type="button" class="button plain" @click=${() => this.close()}>
          ${words.say("cancel")}
        </button>
        ${
          this.clashes && !window
            ? html`<button
                type="button"
                class="button danger"
                ?disabled=${this.busy}
                @click=${() => void this.save(true)}
              >
                ${words.say("replace")}
              </button>`
            : nothing
        }
        <button type="submit" form="form" class="button main" ?disabled=${this.busy}>
          ${words.say(window ? "save" : "plan_it")}
        </button>`,
    );
  }

  private commands() {
    const offered = (this.plan.commands ?? []).filter((it) => it.plannable);
    return html`<fieldset>
      <legend>${this.words.say("what")}</legend>
      <div class="chips">
        ${offered.map(
          ({ command }) => html`<button
            type="button"
            class="chip ${tintOf(command)}"
            aria-pressed=${this.draft.command === command}
            @click=${() => this.take(command)}
          >
            <ha-icon .icon=${COMMAND_ICONS[command]}></ha-icon>${this.words.command(command)}
          </button>`,
        )}
      </div>
    </fieldset>`;
  }

  private take(command: Command): void {
    const parameters = abilityOf(this.plan, command)?.parameters;
    const key = DEFAULTS[`${command}.target`];
    const target = parameters?.target
      ? (this.plan.defaults?.[key ?? ""] ?? null)
      : null;
    this.draft = { ...this.draft, command, target, power: null, reserve: null };
  }

  private parameters() {
    const known = abilityOf(this.plan, this.draft.command)?.parameters ?? {};
    return html`${known.target ? this.slider("target", known.target, 5) : nothing}
    ${known.power ? this.slider("power", known.power, 0.1) : nothing}
    ${
      known.reserve && this.draft.command === "auto_reserve"
        ? this.slider("reserve", known.reserve, 5)
        : nothing
    }`;
  }

  /** A value that may be left out: then the battery goes as far, or as fast, as it can. */
  private slider(
    name: Parameter,
    { min, max }: { min: number; max: number },
    step: number,
  ) {
    const { words } = this;
    const value = this.draft[name];
    const first = name === "target" && this.draft.command === "discharge" ? min : max;
    const show = (it: number) =>
      name === "power" ? words.power(it) : words.percent(it);
    const set = (it: number | null) => {
      this.draft = { ...this.draft, [name]: it };
    };
    const label = words.say(`form_${name}`);
    return html`<fieldset>
      <label class="toggle">
        <input
          type="checkbox"
          .checked=${value !== null}
          @change=${(event: Event) =>
            set((event.target as HTMLInputElement).checked ? (value ?? first) : null)}
        />
        <span>${label}</span>
      </label>
      ${
        value === null
          ? nothing
          : html`<div class="slider">
              <input
                type="range"
                aria-label=${label}
                min=${min}
                max=${max}
                step=${step}
                .value=${String(value)}
                aria-valuetext=${show(value)}
                @input=${(event: Event) =>
                  set(Number((event.target as HTMLInputElement).value))}
              />
              <output>${show(value)}</output>
            </div>`
      }
    </fieldset>`;
  }

  private times() {
    const { words } = this;
    const input = (name: "date" | "from" | "until", type: string, label: string) =>
      html`<label class="field">
        <span class="name">${label}</span>
        <input
          type=${type}
          required
          .value=${this[name]}
          @change=${(event: Event) => {
            this[name] = (event.target as HTMLInputElement).value;
          }}
        />
      </label>`;
    return html`<div class="row">
      ${input("date", "date", words.say("date"))}
      ${input("from", "time", words.say("from"))}
      ${input("until", "time", words.say("until"))}
    </div>`;
  }

  private which() {
    const ranges: Range[] = ["this", "this_and_future", "all"];
    return html`<fieldset>
      <legend>${this.words.say("which")}</legend>
      <div class="chips">
        ${ranges.map(
          (range) => html`<button
            type="button"
            class="chip"
            aria-pressed=${this.range === range}
            @click=${() => {
              this.range = range;
            }}
          >
            ${this.words.say(`which_${range}`)}
          </button>`,
        )}
      </div>
    </fieldset>`;
  }

  private weekdays() {
    const { words, days } = this;
    if (!days) {
      return html`<p class="name">${words.say("repeats_otherwise")}</p>`;
    }
    const toggle = (day: number) => {
      const next = new Set(days);
      if (!next.delete(day)) next.add(day);
      this.days = next;
    };
    return html`<fieldset>
      <legend>${words.say("repeats_on")}</legend>
      <div class="chips days">
        ${DAYS.map(
          (day) => html`<button
            type="button"
            class="chip day"
            aria-pressed=${days.has(day)}
            aria-label=${words.weekday(day, "long")}
            @click=${() => toggle(day)}
          >
            ${words.weekday(day, "short")}
          </button>`,
        )}
      </div>
    </fieldset>`;
  }

  private preview() {
    const { words } = this;
    const draft = this.filled();
    if (!draft) return this.alert(words.say("no_time"), "note");
    const length = draft.end - draft.start;
    const when = words.span(draft.start, draft.end, this.now);
    const lines = [`${words.title(draft)}: ${when}, ${words.duration(length)}`];
    const found = reach(this.plan, draft.command, draft.target, draft.power, length);
    const short = found?.lasts !== undefined && found.lasts > length;
    if (found && draft.target !== null) {
      const energy = words.energy(found.energy);
      const level = words.percent(found.level);
      const values = { energy, level, now: words.percent(this.plan.level ?? 0) };
      lines.push(words.say(short ? "preview_short" : "preview_needs", values));
    }
    return this.alert(lines.join(". "), short ? "note" : "calm");
  }

  /** Return what the form says; undefined where date and times are not whole. */
  private filled(): Draft | undefined {
    const { zone } = this.words;
    let start = wallFrom(this.date, this.from);
    const until = wallFrom(this.date, this.until);
    if (!start || !until) return undefined;
    const overnight = this.until <= this.from ? 1 : 0;
    const series = !this.window?.repeat || this.range !== "this";
    const ahead = series && this.days ? daysUntil(this.days, weekdayOf(start)) : 0;
    start = later(start, ahead);
    const end = later(until, ahead + overnight);
    const repeat = this.days ? ruleOf(this.days) : (this.window?.repeat ?? null);
    return {
      ...this.draft,
      start: instantOf(start, zone),
      end: instantOf(end, zone),
      repeat: series ? repeat : null,
    };
  }

  private async save(replace: boolean): Promise<void> {
    const draft = this.filled();
    if (!draft || this.busy) return;
    this.busy = true;
    this.error = undefined;
    try {
      if (this.window) await this.actions.edit(this.window, draft, this.range);
      else await this.actions.schedule(this.deviceId, draft, replace);
      this.close();
    } catch (error) {
      this.clashes = (error as Failure).translation_key === "window_clash";
      this.error = await this.words.failure(this.hass, error);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("amps-plan-dialog", PlanDialog);
