/** What a goal asks for, what was made of it, and how it went. */

import { html, nothing } from "lit";
import { DetailsDialog } from "./details-dialog";
import { asked, lookOfGoal, minutesOf, statusOf, windowsOf } from "./goals";
import { goalIcon } from "./icons";
import { endOf, startOf, tintOf } from "./looks";
import type { Goal } from "./model";
import { capital } from "./words";

const MINUTE = 60_000;

export class GoalDialog extends DetailsDialog {
  static override properties = {
    ...DetailsDialog.properties,
    goal: { attribute: false },
  };

  declare goal: Goal;

  protected override render() {
    const { goal, words, now } = this;
    const look = lookOfGoal(goal, this.plan.enabled ?? true);
    const minutes = minutesOf(goal.duration);
    const over = goal.state === "ended" || goal.outcome !== null;
    return this.frame(
      words.say("goal_title", {
        what: words.command(goal.command),
        asked: asked(goal, words),
      }),
      html`${this.state(goalIcon(look), look, tintOf(goal.command), statusOf(look, words))}
        <dl>
          ${this.row("goal_between", capital(words.span(startOf(goal), endOf(goal), now)))}
          ${this.row("lasts", minutes === undefined ? "" : words.duration(minutes * MINUTE))}
          ${this.row("in_one_go", goal.in_one_go ? words.say("yes") : "")}
          ${this.row("max_price", this.price(goal.max_price))}
          ${this.row("min_price", this.price(goal.min_price))}
          ${this.row("power", goal.power === null ? "" : words.power(goal.power))}
          ${this.row("reserve", goal.reserve === null ? "" : words.percent(goal.reserve))}
          ${this.row("repeats", this.repeats(goal))}
          ${this.row("goal_windows", this.windows())}
          ${this.row(over ? "level_then" : "level_expected", goal.level === null ? "" : words.percent(goal.level))}
          ${this.moneyRow(goal.cost)}
          ${over ? this.row("reason", goal.reason ? words.reason(goal.reason) : "") : nothing}
        </dl>
        ${this.note(over)}`,
      this.busy ? nothing : over ? this.closing() : this.changes(goal, true),
    );
  }

  private price(price: number | null): string {
    return price === null ? "" : this.words.price(price, this.plan.prices?.currency);
  }

  private windows(): string {
    const { words, now } = this;
    const made = windowsOf(this.goal, this.plan);
    const spans = made.map((it) => capital(words.span(startOf(it), endOf(it), now)));
    return spans.join("\n");
  }

  /** Why it may not be met, or that it is not planned yet. */
  private note(over: boolean) {
    const { goal, words } = this;
    if (over) return nothing;
    if (this.plan.enabled === false) return this.alert(words.say("paused"), "note");
    if (goal.reason) {
      const reason = words.reason(goal.reason);
      return this.alert(words.say("goal_at_risk", { reason }), "note");
    }
    if (windowsOf(goal, this.plan).length) return nothing;
    return this.alert(words.say(this.isMet ? "goal_met" : "goal_waits"), "calm");
  }

  /** Whether there is nothing left to do for it. */
  private get isMet(): boolean {
    const { goal } = this;
    if (goal.level === null || goal.target === null) return false;
    return goal.command === "charge"
      ? goal.level >= goal.target
      : goal.level <= goal.target;
  }
}

customElements.define("amps-goal-dialog", GoalDialog);
