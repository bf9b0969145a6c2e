/** What is told of something planned, and what may be done with it. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Actions, Range } from "./actions";
import { Dialog } from "./dialog";
import { fire } from "./home-assistant";
import { COMMAND_ICONS } from "./icons";
import { startOf } from "./looks";
import type { Goal, Plan, Window } from "./model";
import { daysOf } from "./repeat";
import { wallOf, weekdayOf } from "./zone";

/** Less money than this is none. */
const LEAST_MONEY = 0.005;

export abstract class DetailsDialog extends Dialog {
  static override properties = {
    words: { attribute: false },
    plan: { attribute: false },
    actions: { attribute: false },
    now: { type: Number },
    asks: { state: true },
    busy: { state: true },
  };
  static override styles = [
    ...Dialog.styles,
    css`
      .state {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 4px 12px 4px 8px;
        padding-inline: 8px 12px;
        border-radius: 14px;
        background: color-mix(in srgb, var(--tint) 26%, transparent);
        font-weight: var(--ha-font-weight-medium, 500);
        --mdc-icon-size: 18px;
      }
      .state.failed,
      .state.missed {
        --tint: var(--error-color, #db4437);
      }
      .state.at_risk {
        --tint: var(--warning-color, #ffa600);
      }
      .state.suggested {
        background: none;
        box-shadow: inset 0 0 0 1.5px var(--tint);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 16px;
        margin: 16px 0 0;
      }
      dt {
        color: var(--amps-dim);
      }
      dd {
        margin: 0;
        text-align: end;
        white-space: pre-line;
      }
    `,
  ];

  declare plan: Plan;
  declare actions: Actions;
  declare now: number;
  /** Whether it is asked which occurrences are to be deleted. */
  declare asks: boolean;
  declare busy: boolean;

  protected state(icon: string, look: string, tint: string, text: string) {
    return html`<span class="state ${tint} ${look}"
      ><ha-icon .icon=${icon}></ha-icon>${text}</span
    >`;
  }

  protected row(key: string, value: string) {
    return value ? this.pair(this.words.say(key), value) : nothing;
  }

  protected pair(name: string, value: string) {
    return html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  }

  /** What it costs or brings, as nearly as it is known. */
  protected moneyRow(cost: number | null) {
    if (cost === null || Math.abs(cost) < LEAST_MONEY) return nothing;
    const amount = this.words.money(Math.abs(cost), this.plan.prices?.currency);
    const key = cost < 0 ? "brings" : "costs";
    return this.row(key, this.words.say("about", { amount }));
  }

  protected repeats({ repeat, start }: Window | Goal): string {
    const { words } = this;
    if (!repeat) return "";
    const days = daysOf(repeat, weekdayOf(wallOf(startOf({ start }), words.zone)));
    if (!days) return words.say("repeats_otherwise");
    if (days.size === 7) return words.say("daily");
    const names = [...days].sort().map((it) => words.weekday(it, "short"));
    return names.join(", ");
  }

  /** Delete it, of a series this one or more, and change it where that is possible. */
  protected changes(planned: Window | Goal, changeable: boolean): TemplateResult {
    if (this.asks) {
      return html`${this.button("delete_future", "mdi:skip-forward", "danger", () =>
        this.cancel(planned, "this_and_future"),
      )}
      ${this.button("delete_all", "mdi:delete", "danger", () => this.cancel(planned, "all"))}`;
    }
    const remove = planned.repeat
      ? html`${this.button("delete", "mdi:delete", "plain", () => {
          this.asks = true;
        })}
        ${this.button("skip", "mdi:skip-next", "", () => this.cancel(planned, "this"))}`
      : this.button("delete", "mdi:delete", "plain", () => this.cancel(planned, "all"));
    const change = changeable
      ? this.button(
          "change",
          COMMAND_ICONS[planned.command ?? "charge"],
          "main",
          () => {
            this.close();
            fire(this, "amps-change", { planned });
          },
        )
      : nothing;
    return html`${remove}${change}`;
  }

  protected closing() {
    return html`<button type="button" class="button" @click=${() => this.close()}>
      ${this.words.say("close")}
    </button>`;
  }

  protected button(key: string, icon: string, kind: string, work: () => void) {
    return html`<button type="button" class="button ${kind}" @click=${work}>
      <ha-icon .icon=${icon}></ha-icon>${this.words.say(key)}
    </button>`;
  }

  protected act(work: () => Promise<void>): void {
    this.busy = true;
    void this.actions.attempt(work).then((worked) => {
      this.busy = false;
      if (worked) this.close();
    });
  }

  private cancel(planned: Window | Goal, range: Range): void {
    this.act(() => this.actions.cancel(planned, range));
  }
}
