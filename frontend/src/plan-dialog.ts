/** The form in which something is planned or changed; no title is typed. */

import { css, html, nothing } from "lit";
import type { Actions, Aim, Draft, Range } from "./actions";
import { Dialog } from "./dialog";
import { chips, day, fieldStyles, slider, time } from "./fields";
import { abilityOf, previewOf } from "./forecast";
import { duration, howFar, inOneGo, NO_AIM, priceLimit } from "./goal-fields";
import type { Failure, HomeAssistant } from "./home-assistant";
import { COMMAND_ICONS } from "./icons";
import { tintOf } from "./looks";
import type { Command, Goal, Parameter, Plan, Window } from "./model";
import { Previews } from "./previews";
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
/** What may be left to the cheapest or dearest times. */
const GOALS: Command[] = ["charge", "discharge"];
const BY_MORNING = "07:00";
const RANGES: Range[] = ["this", "this_and_future", "all"];

export class PlanDialog extends Dialog {
  static override properties = {
    words: { attribute: false },
    hass: { attribute: false },
    plan: { attribute: false },
    deviceId: {},
    battery: {},
    draft: { attribute: false },
    planned: { attribute: false },
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
        position: sticky;
        bottom: -16px;
        min-height: 92px;
        margin: 8px -24px 0;
        padding: 0 24px 8px;
        background: var(--ha-dialog-surface-background, var(--amps-ground));
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
  declare planned: Window | Goal | undefined;
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
  private readonly previews = new Previews(this);

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
    const { words, planned, draft } = this;
    const heading = planned
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
        ${this.commands()} ${this.whichTimes()} ${draft.aim ? this.wayOf(draft.aim) : nothing}
        ${this.level()} ${this.times()}
        ${planned?.repeat ? this.which() : nothing}
        ${planned?.repeat && this.range === "this" ? nothing : this.weekdays()}
        ${this.power()} ${draft.aim ? this.limitsOf(draft.aim) : nothing}
        <div class="preview" role="status">${this.preview()}</div>
        ${this.error ? this.alert(this.error) : nothing}
      </form>`,
      html`<button type="button" class="button plain" @click=${() => this.close()}>
          ${words.say("cancel")}
        </button>
        ${
          this.clashes && !planned
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
          ${words.say(planned ? "save" : "plan_it")}
        </button>`,
    );
  }

  private commands() {
    const offered = (this.plan.commands ?? []).filter((it) => it.plannable);
    const options = offered.map(({ command }) => ({
      value: command,
      text: this.words.command(command),
      icon: COMMAND_ICONS[command],
      tint: tintOf(command),
    }));
    return chips(this.words.say("what"), options, this.draft.command, (it) =>
      this.take(it as Command),
    );
  }

  private take(command: Command): void {
    const { aim } = this.draft;
    const limits = { target: null, power: null, reserve: null };
    const same = GOALS.includes(command) && aim;
    this.draft = {
      ...this.draft,
      ...limits,
      command,
      aim: same ? { ...aim, max_price: null, min_price: null } : null,
    };
  }

  /** Ask whether the times are fixed, or are to be the cheapest or dearest ones. */
  private whichTimes() {
    const { words, draft } = this;
    if (this.planned || !GOALS.includes(draft.command)) return nothing;
    const cheapest = draft.command === "charge" ? "cheapest" : "dearest";
    const options = ["fixed", cheapest].map((it) => ({
      value: it,
      text: words.say(`times_${it}`),
    }));
    return chips(words.say("times"), options, draft.aim ? cheapest : "fixed", (it) => {
      const goal = it !== "fixed";
      this.draft = { ...draft, aim: goal ? NO_AIM : null, target: null };
      // a night has enough hours to choose from
      if (goal) this.until = BY_MORNING;
    });
  }

  private setAim(changed: Partial<Aim>): void {
    const { aim, target } = this.draft;
    const timed = changed.duration === undefined ? aim?.duration : changed.duration;
    this.draft = {
      ...this.draft,
      target: timed === null ? target : null,
      aim: { ...NO_AIM, ...aim, ...changed },
    };
  }

  /** Whether it is to a level or for some time, and for how long. */
  private wayOf(aim: Aim) {
    const { words } = this;
    const span = this.filled();
    const length = span ? span.end - span.start : 0;
    const set = (changed: Partial<Aim>) => this.setAim(changed);
    return html`${howFar(words, aim, set)}
    ${aim.duration === null ? nothing : duration(words, aim, length, set)}`;
  }

  private limitsOf(aim: Aim) {
    const { words, draft, plan } = this;
    const set = (changed: Partial<Aim>) => this.setAim(changed);
    return html`${priceLimit(words, plan, { ...draft, aim }, set)}
    ${inOneGo(words, aim, set)}`;
  }

  /** How far it goes. */
  private level() {
    const { words, draft } = this;
    const known = abilityOf(this.plan, draft.command)?.parameters ?? {};
    const down = draft.command === "discharge";
    return html`${
      known.target && draft.aim?.duration == null
        ? this.slider("target", known.target, 5, down, (it) => words.percent(it))
        : nothing
    }
    ${
      known.reserve && draft.command === "auto_reserve"
        ? this.slider("reserve", known.reserve, 5, true, (it) => words.percent(it))
        : nothing
    }`;
  }

  private power() {
    const known = abilityOf(this.plan, this.draft.command)?.parameters.power;
    if (!known || known.max >= MOST_POWER) return nothing;
    return this.slider("power", known, 0.1, false, (it) => this.words.power(it));
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
      ${time(
        words.say(this.draft.aim ? "not_before" : "from"),
        this.from,
        words,
        (it) => {
          this.from = it;
        },
      )}
      ${time(
        words.say(this.draft.aim ? "ready_by" : "until"),
        this.until,
        words,
        (it) => {
          this.until = it;
        },
      )}
    </div>`;
  }

  private which() {
    const options = RANGES.map((it) => ({
      value: it,
      text: this.words.say(`which_${it}`),
    }));
    return chips(this.words.say("which"), options, this.range, (it) => {
      this.range = it as Range;
    });
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
    const draft = this.filled();
    if (!draft) return nothing;
    this.previews.ask(JSON.stringify([draft, this.range]), () =>
      this.actions.preview(this.deviceId, draft, this.planned, this.range),
    );
    const { lines, doubtful } = previewOf(
      draft,
      this.plan,
      this.previews.found,
      this.words,
      this.now,
    );
    return this.alert(lines.join("\n"), doubtful ? "note" : "calm");
  }

  /** Return what the form says; undefined where date and times are not whole. */
  private filled(): Draft | undefined {
    const { zone } = this.words;
    let start = wallFrom(this.date, this.from);
    const until = wallFrom(this.date, this.until);
    if (!start || !until) return undefined;
    const overnight = this.until <= this.from ? 1 : 0;
    const series = !this.planned?.repeat || this.range !== "this";
    const ahead = series && this.days ? daysUntil(this.days, weekdayOf(start)) : 0;
    start = later(start, ahead);
    const end = later(until, ahead + overnight);
    const repeat = this.days ? ruleOf(this.days) : (this.planned?.repeat ?? null);
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
      if (this.planned) await this.actions.edit(this.planned, draft, this.range);
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
