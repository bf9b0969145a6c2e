/** The form in which something is planned or changed; no title is typed. */

import { css, html, nothing } from "lit";
import type { Actions, Draft, Range } from "./actions";
import { Dialog } from "./dialog";
import { day, fieldStyles, slider, time } from "./fields";
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
/** A bound from which on there is none: no home battery has as much, in kW. */
const MOST_POWER = 100;
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
    fieldStyles,
    css`
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
    return html`<fieldset class="group">
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
    this.draft = { ...this.draft, command, target: null, power: null, reserve: null };
  }

  private parameters() {
    const { words, draft } = this;
    const known = abilityOf(this.plan, draft.command)?.parameters ?? {};
    const down = draft.command === "discharge";
    return html`${
      known.target
        ? this.slider("target", known.target, 5, down, (it) => words.percent(it))
        : nothing
    }
    ${
      known.power && known.power.max < MOST_POWER
        ? this.slider("power", known.power, 0.1, false, (it) => words.power(it))
        : nothing
    }
    ${
      known.reserve && draft.command === "auto_reserve"
        ? this.slider("reserve", known.reserve, 5, true, (it) => words.percent(it))
        : nothing
    }`;
  }

  /** At one end of it nothing is said: then the battery does all that it can. */
  private slider(
    name: Parameter,
    { min, max }: { min: number; max: number },
    step: number,
    down: boolean,
    show: (value: number) => string,
  ) {
    const { words } = this;
    const end = down ? min : max;
    const value = this.draft[name] ?? end;
    const open = name === "target" ? (down ? "empty" : "full") : "unlimited";
    return slider({
      label: words.say(`form_${name}`),
      min,
      max,
      step,
      value,
      text: value === end && name !== "reserve" ? words.say(open) : show(value),
      set: (it) => {
        this.draft = { ...this.draft, [name]: it === end ? null : it };
      },
    });
  }

  private times() {
    const { words } = this;
    return html`<div class="row">
      ${day(words.say("date"), this.date, this.now, words, (it) => {
        this.date = it;
      })}
      ${time(words.say("from"), this.from, words, (it) => {
        this.from = it;
      })}
      ${time(words.say("until"), this.until, words, (it) => {
        this.until = it;
      })}
    </div>`;
  }

  private which() {
    const ranges: Range[] = ["this", "this_and_future", "all"];
    return html`<fieldset class="group">
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
    return html`<fieldset class="group">
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
    if (!draft) return nothing;
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
    return this.alert(lines.join("\n"), short ? "note" : "calm");
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
