/** What, why and how it went, of one window; and what may be done with it. */

import { css, html, nothing } from "lit";
import type { Actions, Range } from "./actions";
import { Dialog } from "./dialog";
import { fire } from "./home-assistant";
import { COMMAND_ICONS, LOOK_ICONS } from "./icons";
import {
  endOf,
  isMovable,
  isOpen,
  isRestorable,
  lookOf,
  startOf,
  tintOf,
} from "./looks";
import type { Plan, Window } from "./model";
import { daysOf } from "./repeat";
import { capital } from "./words";
import { wallOf, weekdayOf } from "./zone";

export class WindowDialog extends Dialog {
  static override properties = {
    words: { attribute: false },
    window: { attribute: false },
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
      }
      .what {
        color: var(--tint);
        --mdc-icon-size: 28px;
      }
    `,
  ];

  declare window: Window;
  declare plan: Plan;
  declare actions: Actions;
  declare now: number;
  declare asks: boolean;
  declare busy: boolean;

  protected override render() {
    const { window, words, now } = this;
    const look = lookOf(window, this.plan.enabled ?? true);
    const tint = tintOf(window.command);
    const span = words.span(startOf(window), window.end ? endOf(window) : null, now);
    return this.frame(
      words.title(window),
      html`<span class="state ${tint} ${look}"
          ><ha-icon .icon=${LOOK_ICONS[look]}></ha-icon>${words.status(look)}</span
        >
        <dl>
          ${this.row("when", capital(span))}
          ${this.row("lasts", window.end ? words.duration(endOf(window) - startOf(window)) : "")}
          ${this.row("repeats", this.repeats())}
          ${this.row("power", window.power === null ? "" : words.power(window.power))}
          ${this.row("reserve", window.reserve === null ? "" : words.percent(window.reserve))}
          ${this.pair(words.originName(), words.origin(window.origin))}
          ${this.row("why", window.why ?? "")}
          ${this.row("money", window.money ?? "")}
          ${this.row("reason", this.reason())}
          ${this.row("level_then", window.level === null ? "" : words.percent(window.level))}
        </dl>
        ${this.note()}`,
      this.busy ? nothing : this.asks ? this.ranges() : this.choices(),
    );
  }

  private row(key: string, value: string) {
    return value ? this.pair(this.words.say(key), value) : nothing;
  }

  private pair(name: string, value: string) {
    return html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  }

  private reason(): string {
    const reason = this.window.reason ?? this.window.absence;
    return reason ? this.words.reason(reason) : "";
  }

  private repeats(): string {
    const { window, words } = this;
    if (!window.repeat) return "";
    const weekday = weekdayOf(wallOf(startOf(window), words.zone));
    const days = daysOf(window.repeat, weekday);
    if (!days) return words.say("repeats_otherwise");
    if (days.size === 7) return words.say("daily");
    const names = [...days].sort().map((it) => words.weekday(it, "short"));
    return names.join(", ");
  }

  /** Who sees to it that it happens, as long as it is to come. */
  private note() {
    const { window, words } = this;
    if (window.runs_on) {
      const end = words.time(endOf(window));
      return this.alert(words.say("lasts_until", { end }), "note");
    }
    if (window.state === "sent") return this.alert(words.say("held_by_amps"), "calm");
    if (window.state !== "planned" || !isOpen(window)) return nothing;
    if (this.plan.enabled === false) return this.alert(words.say("paused"), "note");
    return this.alert(words.say("held_here"), "calm");
  }

  private choices() {
    const { window, words, now } = this;
    if (isRestorable(window, now)) {
      return this.button("bring_back", "mdi:restore", "main", () =>
        this.act(() => this.actions.restore(window, window.original)),
      );
    }
    if (window.state === "active" && this.plan.entities?.stop) {
      return this.button("stop", "mdi:stop", "main", () =>
        this.act(() => this.actions.stop(this.plan)),
      );
    }
    if (!isOpen(window)) {
      return html`<button type="button" class="button" @click=${() => this.close()}>
        ${words.say("close")}
      </button>`;
    }
    const remove = window.repeat
      ? html`${this.button("delete", "mdi:delete", "plain", () => {
          this.asks = true;
        })}
        ${this.button("skip", "mdi:skip-next", "", () => this.cancel("this"))}`
      : this.button("delete", "mdi:delete", "plain", () => this.cancel("all"));
    const change = isMovable(window, now)
      ? this.button("change", COMMAND_ICONS[window.command ?? "charge"], "main", () => {
          this.close();
          fire(this, "amps-change", { window });
        })
      : nothing;
    return html`${remove}${change}`;
  }

  private ranges() {
    return html`${this.button("delete_future", "mdi:skip-forward", "danger", () =>
      this.cancel("this_and_future"),
    )}
    ${this.button("delete_all", "mdi:delete", "danger", () => this.cancel("all"))}`;
  }

  private button(key: string, icon: string, kind: string, work: () => void) {
    return html`<button type="button" class="button ${kind}" @click=${work}>
      <ha-icon .icon=${icon}></ha-icon>${this.words.say(key)}
    </button>`;
  }

  private cancel(range: Range): void {
    this.act(() => this.actions.cancel(this.window, range));
  }

  private act(work: () => Promise<void>): void {
    this.busy = true;
    void this.actions.attempt(work).then((worked) => {
      this.busy = false;
      if (worked) this.close();
    });
  }
}

customElements.define("amps-window-dialog", WindowDialog);
