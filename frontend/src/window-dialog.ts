/** What, why and how it went, of one window; and what may be done with it. */

import { html, nothing } from "lit";
import { DetailsDialog } from "./details-dialog";
import { asked, goalOf } from "./goals";
import { LOOK_ICONS } from "./icons";
import {
  endOf,
  isMovable,
  isOpen,
  isRestorable,
  lookOf,
  startOf,
  tintOf,
} from "./looks";
import type { Window } from "./model";
import { whyOf } from "./why";
import { capital } from "./words";

export class WindowDialog extends DetailsDialog {
  static override properties = {
    ...DetailsDialog.properties,
    window: { attribute: false },
  };

  declare window: Window;

  protected override render() {
    const { window, words, now } = this;
    const look = lookOf(window, this.plan.enabled ?? true);
    const tint = tintOf(window.command);
    const span = words.span(startOf(window), window.end ? endOf(window) : null, now);
    return this.frame(
      words.title(window),
      html`${this.state(LOOK_ICONS[look], look, tint, words.status(look))}
        <dl>
          ${this.row("when", capital(span))}
          ${this.row("lasts", window.end ? words.duration(endOf(window) - startOf(window)) : "")}
          ${this.row("repeats", this.repeats(window))}
          ${this.row("power", window.power === null ? "" : words.power(window.power))}
          ${this.row("reserve", window.reserve === null ? "" : words.percent(window.reserve))}
          ${this.pair(words.originName(), this.origin())}
          ${this.row("why", whyOf(window, this.plan, words))}
          ${this.moneyRow(window.cost)}
          ${this.row("saves", this.saves())}
          ${this.row("reason", this.reason())}
          ${this.row("level_then", window.level === null ? "" : words.percent(window.level))}
        </dl>
        ${this.note()}`,
      this.busy ? nothing : this.choices(),
    );
  }

  private origin(): string {
    const { window, words } = this;
    const goal = goalOf(window, this.plan);
    const origin = words.origin(window.origin);
    return goal ? `${origin} (${asked(goal, words)})` : origin;
  }

  private saves(): string {
    const { saves } = this.window;
    if (saves === null) return "";
    const amount = this.words.money(saves, this.plan.prices?.currency);
    return this.words.say("about", { amount });
  }

  private reason(): string {
    const reason = this.window.reason ?? this.window.absence;
    return reason ? this.words.reason(reason) : "";
  }

  /** Who sees to it that it happens, as long as it is to come. */
  private note() {
    const { window, words } = this;
    if (window.runs_on) {
      const end = words.time(endOf(window));
      return this.alert(words.say("lasts_until", { end }), "note");
    }
    if (window.state === "suggested") {
      return this.alert(words.say("suggested_only"), "calm");
    }
    if (window.state === "sent") return this.alert(words.say("held_by_amps"), "calm");
    if (window.state !== "planned" || !isOpen(window)) return nothing;
    if (this.plan.enabled === false) return this.alert(words.say("paused"), "note");
    return this.alert(words.say("held_here"), "calm");
  }

  private choices() {
    const { window, now } = this;
    if (window.state === "suggested") {
      return html`${this.button("decline", "mdi:close", "plain", () =>
        this.act(() => this.actions.decline(window)),
      )}
      ${this.button("accept", "mdi:check", "main", () =>
        this.act(() => this.actions.accept(window.device_id, window.uid)),
      )}`;
    }
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
    if (!isOpen(window)) return this.closing();
    return this.changes(window, isMovable(window, now));
  }
}

customElements.define("amps-window-dialog", WindowDialog);
