/** Charge or discharge now: for some time, or to a level. */

import { css, html, nothing } from "lit";
import type { Actions, Boost } from "./actions";
import { Dialog } from "./dialog";
import { fieldStyles, slider } from "./fields";
import { abilityOf, reach } from "./forecast";
import type { Failure, HomeAssistant } from "./home-assistant";
import { COMMAND_ICONS } from "./icons";
import type { Plan } from "./model";

const MINUTE = 60_000;
const LENGTHS = [30, 60, 120];
/** How long it may take at most to a level where that is not known, in minutes. */
const LONGEST = 12 * 60;
/** A level may take so much longer than at full power. */
const SLACK = 1.5;

type Choice = Boost["command"];

export class BoostDialog extends Dialog {
  static override properties = {
    words: { attribute: false },
    hass: { attribute: false },
    plan: { attribute: false },
    deviceId: {},
    battery: {},
    actions: { attribute: false },
    now: { type: Number },
    command: { state: true },
    minutes: { state: true },
    level: { state: true },
    error: { state: true },
    busy: { state: true },
  };
  static override styles = [
    ...Dialog.styles,
    fieldStyles,
    css`
      .chips {
        margin-bottom: 16px;
      }
      .chips .chip {
        flex: 1 1 auto;
        min-height: 48px;
      }
    `,
  ];

  declare hass: HomeAssistant;
  declare plan: Plan;
  declare deviceId: string;
  declare battery: string;
  declare actions: Actions;
  declare now: number;
  declare command: Choice;
  /** For so long; undefined where it is to a level. */
  declare minutes: number | undefined;
  declare level: number;
  declare error: string | undefined;
  declare busy: boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    this.command = abilityOf(this.plan, "charge") ? "charge" : "discharge";
    this.minutes = 60;
    this.level = 80;
  }

  protected override render() {
    const { words, plan, command } = this;
    const offered = (["charge", "discharge"] as const).filter((it) =>
      abilityOf(plan, it),
    );
    const bounds = abilityOf(plan, command)?.parameters.target;
    return this.frame(
      words.say("boost_heading", { battery: this.battery }),
      html`<div class=${command}>
        <div class="chips">
          ${offered.map((it) => this.chip(it === command, () => this.take(it), words.command(it), COMMAND_ICONS[it], it))}
        </div>
        <div class="chips">
          ${LENGTHS.map((it) =>
            this.chip(
              it === this.minutes,
              () => {
                this.minutes = it;
              },
              words.duration(it * MINUTE),
            ),
          )}
          ${
            bounds
              ? this.chip(
                  this.minutes === undefined,
                  () => {
                    this.minutes = undefined;
                  },
                  words.say("to_level"),
                )
              : nothing
          }
        </div>
        ${bounds && this.minutes === undefined ? this.slider(bounds) : nothing}
        ${this.alert(this.promise(), "calm")}
        ${this.error ? this.alert(this.error) : nothing}
      </div>`,
      html`<button type="button" class="button plain" @click=${() => this.close()}>
          ${words.say("cancel")}
        </button>
        <button
          type="button"
          class="button main"
          ?disabled=${this.busy}
          @click=${() => void this.start()}
        >
          <ha-icon icon="mdi:flash"></ha-icon>${words.say("start")}
        </button>`,
    );
  }

  private chip(
    pressed: boolean,
    work: () => void,
    text: string,
    icon?: string,
    tint = "",
  ) {
    return html`<button
      type="button"
      class="chip ${tint}"
      aria-pressed=${pressed}
      @click=${work}
    >
      ${icon ? html`<ha-icon .icon=${icon}></ha-icon>` : nothing}${text}
    </button>`;
  }

  private take(command: Choice): void {
    this.command = command;
    this.level = command === "charge" ? 80 : 20;
  }

  private slider({ min, max }: { min: number; max: number }) {
    return slider({
      label: this.words.say("form_target"),
      min,
      max,
      step: 5,
      value: this.level,
      text: this.words.percent(this.level),
      set: (it) => {
        this.level = it;
      },
    });
  }

  private wanted(): Boost {
    const { command, minutes, level } = this;
    if (minutes !== undefined) return { command, minutes, target: null };
    const found = reach(this.plan, command, level, null, LONGEST * MINUTE);
    const needs = found?.lasts ? (found.lasts / MINUTE) * SLACK : LONGEST;
    const longest = Math.min(LONGEST, Math.max(15, Math.ceil(needs / 5) * 5));
    return { command, minutes: longest, target: level };
  }

  private promise(): string {
    const { words } = this;
    const { target, minutes } = this.wanted();
    const until = words.time(this.now + minutes * MINUTE);
    const command = words.command(this.command);
    if (target === null) return words.say("boost_until", { command, until });
    return words.say("boost_level", { command, level: words.percent(target), until });
  }

  private async start(): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      await this.actions.boost(this.deviceId, this.wanted());
      this.close();
    } catch (error) {
      this.error = await this.words.failure(this.hass, error as Failure);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("amps-boost-dialog", BoostDialog);
