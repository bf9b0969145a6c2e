/** The picture of one battery: its windows, its level and its power over time. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { daysOf, hoursOf, instantAt, place, type Span, snappedUp } from "./axis";
import { chart, powerChart } from "./chart";
import { goalStyles } from "./goal-styles";
import { asked, lookOfGoal, statusOf } from "./goals";
import { fire } from "./home-assistant";
import { COMMAND_ICONS, goalIcon, LOOK_ICONS } from "./icons";
import { sidesOf } from "./labels";
import { legend } from "./legend";
import { endOf, isMovable, keyOf, lookOf, startOf, tintOf } from "./looks";
import type { Goal, Plan, Window } from "./model";
import { type Move, Mover } from "./mover";
import type { Point } from "./record";
import { rowsOf } from "./rows";
import { shared } from "./styles";
import { timelineStyles } from "./timeline-styles";
import { capital, type Words } from "./words";

const HALF_HOUR = 30 * 60_000;
const DAY = 48 * HALF_HOUR;
/** How high the curves are, in pixels: all of it, and where batteries are stacked. */
const [HIGH, COMPACT] = [112, 72];

export interface PlanAt {
  start: number;
}

export class Timeline extends LitElement {
  static override properties = {
    words: { attribute: false },
    plan: { attribute: false },
    name: {},
    level: { attribute: false },
    power: { attribute: false },
    span: { attribute: false },
    now: { type: Number },
    showPower: { type: Boolean },
    compact: { type: Boolean, reflect: true },
    axis: {},
  };
  static override styles = [shared, timelineStyles, goalStyles];

  declare words: Words;
  declare plan: Plan;
  declare name: string;
  declare level: Point[];
  declare power: Point[];
  declare span: Span;
  declare now: number;
  declare showPower: boolean;
  declare compact: boolean;
  /** Where days and hours stand: one axis is enough for several batteries. */
  declare axis: "both" | "top" | "bottom" | "none";
  private readonly mover = new Mover(this);
  private readonly resized = new ResizeObserver(() => this.requestUpdate());
  private scrolled = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    this.resized.disconnect();
    super.disconnectedCallback();
  }

  get width(): number {
    return this.renderRoot.querySelector(".plot")?.clientWidth ?? 1;
  }

  /** Tell that a window is to be moved; it is shown there until the plan says so. */
  move(move: Move): void {
    fire(this, "amps-move", move);
  }

  showFrom(left: number): void {
    const scroller = this.renderRoot.querySelector(".scroller");
    if (scroller) scroller.scrollLeft = left;
  }

  /** Show windows where the plan has them. */
  settled(): void {
    this.mover.settled();
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.scrolled && this.plan.windows) this.scrollToNow();
    if (changed.has("plan") && this.mover.current) {
      const { window, start } = this.mover.current;
      const there = this.plan.windows?.find((it) => it.uid === window.uid);
      if (there && startOf(there) === start) this.mover.settled();
    }
  }

  /** Begin a third before now, where not all fits on the screen. */
  private scrollToNow(): void {
    const scroller = this.renderRoot.querySelector(".scroller");
    if (!scroller?.clientWidth) return;
    this.scrolled = true;
    const now = (this.width * place(this.now, this.span)) / 100;
    scroller.scrollLeft = now - scroller.clientWidth * 0.3;
  }

  protected override render() {
    const { span, now, words } = this;
    const days = daysOf(span, words.zone);
    const at = (instant: number) => `${place(instant, span)}%`;
    return html`<div class="scroller" @scroll=${this.scrolls}>
      <div class="plot" dir="ltr" style=${styleMap({ "--days": String(days.length) })}>
        ${this.axis === "both" || this.axis === "top" ? this.days(days) : nothing}
        ${this.goals()} ${this.lane()}
        <div
          class="chart"
          style=${styleMap({ height: `${this.high}px` })}
          @click=${this.planAt}
        >
          ${chart(this.plan, this.level, span, now)}
          <span class="scale" style="top: 0" aria-hidden="true">${words.percent(100)}</span>
          <span class="scale" style="top: 50%" aria-hidden="true">${words.percent(50)}</span>
          ${this.marks()}
        </div>
        ${
          this.showPower
            ? html`<div class="power">${powerChart(this.power, span, now)}</div>`
            : nothing
        }
        ${this.axis === "both" || this.axis === "bottom" ? this.hours() : nothing}
        ${days
          .slice(1)
          .map(
            (day) =>
              html`<div class="midnight" style=${styleMap({ left: at(day.start) })}></div>`,
          )}
        <div class="now" style=${styleMap({ left: at(now) })} aria-hidden="true"></div>
        ${this.moving()}
      </div>
    </div>
    ${
      this.axis === "both" || this.axis === "bottom"
        ? legend(this.plan, this.showPower, words)
        : nothing
    }`;
  }

  private get high(): number {
    return this.compact ? COMPACT : HIGH;
  }

  private days(days: Span[]) {
    const { span, now, words } = this;
    return html`<div class="days" aria-hidden="true">
          ${days.map(
            (day) => html`<span
              class=${classMap({ today: now >= day.start && now < day.end })}
              style=${styleMap({ left: `${place(day.start, span)}%`, right: `${100 - place(day.end, span)}%` })}
              ><bdi>${capital(words.day(day.start, now))}</bdi></span
            >`,
          )}
        </div>`;
  }

  private hours() {
    const { span, words } = this;
    const every = span.end - span.start < 4 * DAY ? 6 : 12;
    const hours = hoursOf(span, words.zone, every);
    return html`<div class="hours" aria-hidden="true">
          ${hours.map((hour) => {
            const left = place(hour, span);
            // at an edge there would be half of it; the first one is named by its day
            if (left < 2 || left > 98) return nothing;
            return html`<span style=${styleMap({ left: `${left}%` })}>${words.hour(hour)}</span>`;
          })}
        </div>`;
  }

  /** The level of now, and those that are to be reached. */
  private marks() {
    const { span, now, words, plan } = this;
    const at = (instant: number, level: number) =>
      styleMap({ left: `${place(instant, span)}%`, top: `${100 - level}%` });
    const targets = (plan.windows ?? [])
      .filter((it) => it.target !== null && !it.absence && endOf(it) > now)
      .map((it) => ({
        middle: (startOf(it) + Math.min(endOf(it), span.end)) / 2,
        level: it.target ?? 0,
      }));
    const labels = targets.map(({ middle, level }) => {
      return { x: (place(middle, span) / 100) * this.width, level };
    });
    const sides = sidesOf(labels, this.high);
    return html`${targets.map(({ middle, level }, index) =>
      sides[index]
        ? html`<span
            class="target ${sides[index]}"
            style=${at(middle, level)}
            aria-hidden="true"
            >${words.percent(level)}</span
          >`
        : nothing,
    )}
    ${plan.level == null ? nothing : html`<span class="dot" style=${at(now, plan.level)}></span>`}`;
  }

  /** Goals stand above the windows that are made of them, with what they ask for. */
  private goals() {
    const { span, words } = this;
    const goals = (this.plan.goals ?? []).filter(
      (it) => endOf(it) > span.start && startOf(it) < span.end,
    );
    if (!goals.length) return nothing;
    const rows = rowsOf(goals.map((it) => ({ start: startOf(it), end: endOf(it) })));
    const lines = Math.max(...rows.map((it) => it.row)) + 1;
    return html`<div
      class="goals"
      role="list"
      aria-label=${words.say("goals_of", { battery: this.name })}
      style=${styleMap({ "--lines": String(lines) })}
    >
      ${repeat(goals, keyOf, (goal, index) => this.goal(goal, goals, rows[index]?.row ?? 0))}
    </div>`;
  }

  private goal(goal: Goal, goals: Goal[], row: number) {
    const { words, span, now } = this;
    const look = lookOfGoal(goal, this.plan.enabled ?? true);
    const text = asked(goal, words);
    const [start, end] = [startOf(goal), endOf(goal)];
    const later = goals.map(startOf).filter((it) => it > start);
    const room = place(Math.min(span.end, ...later), span);
    const left = place(start, span);
    const said = [
      words.say("goal_title", { what: words.command(goal.command), asked: text }),
      words.span(start, end, now),
      statusOf(look, words),
      goal.reason ? words.reason(goal.reason) : "",
    ];
    return html`<div
      role="listitem"
      class="goal-slot"
      style=${styleMap({
        left: `${left}%`,
        width: `${room - left}%`,
        top: `calc(var(--goal) * ${row})`,
      })}
    >
      <button
        type="button"
        class="goal ${tintOf(goal.command)} ${look}"
        aria-label=${said.filter(Boolean).join(", ")}
        title=${said.filter(Boolean).join(" · ")}
        @click=${() => fire(this, "amps-open-goal", { goal })}
      >
        <span
          class="bar"
          style=${styleMap({ width: `${((place(end, span) - left) / (room - left || 1)) * 100}%` })}
        ></span>
        <ha-icon .icon=${goalIcon(look)}></ha-icon><span
          class="asked"
          data-short=${goal.target === null ? "" : words.percent(goal.target)}
          ><span>${text}</span></span
        >
      </button>
    </div>`;
  }

  private lane() {
    const windows = (this.plan.windows ?? []).filter(
      (it) => endOf(it) > this.span.start && startOf(it) < this.span.end,
    );
    const rows = rowsOf(windows.map((it) => this.mover.shown(it)));
    return html`<div
      class="lane"
      role="list"
      aria-label=${this.words.say("windows_of", { battery: this.name })}
      @click=${this.planAt}
    >
      ${repeat(windows, keyOf, (window, index) => this.block(window, rows[index]))}
    </div>`;
  }

  private block(window: Window, row: { row: number; of: number } | undefined) {
    const { words, span, now } = this;
    const look = lookOf(window, this.plan.enabled ?? true);
    const { start, end } = this.mover.shown(window);
    const movable = isMovable(window, now);
    const left = place(start, span);
    const height = row?.of === 2 ? 50 : 100;
    const label = window.target === null ? "" : words.percent(window.target);
    const said = [
      words.title(window),
      words.span(start, end, now),
      words.status(look),
      window.reason ? words.reason(window.reason) : "",
      movable ? words.say("move_hint") : "",
    ];
    return html`<div
      role="listitem"
      class="slot"
      style=${styleMap({
        left: `${left}%`,
        width: `${place(end, span) - left}%`,
        top: `${row?.of === 2 ? row.row * 50 : 0}%`,
        height: `${height}%`,
      })}
    >
      <button
        type="button"
        class=${classMap({
          block: true,
          [tintOf(window.command)]: true,
          [look]: true,
          movable,
          moving: this.mover.isMoving(window),
        })}
        aria-label=${said.filter(Boolean).join(", ")}
        title=${`${words.title(window)} · ${words.span(start, end, now)} · ${words.status(look)}`}
        @click=${(event: Event) => this.open(event, window)}
        @pointerdown=${(event: PointerEvent) => this.mover.press(event, window)}
        @keydown=${(event: KeyboardEvent) => this.mover.key(event, window)}
        @blur=${() => this.mover.blur()}
      >
        ${
          movable
            ? html`<span class="grip start"></span><span class="grip end"></span>`
            : nothing
        }
        <ha-icon .icon=${LOOK_ICONS[look]}></ha-icon>
        <ha-icon class="what" .icon=${COMMAND_ICONS[window.command ?? "idle"]}></ha-icon>
        <span class="label">${label}</span>
      </button>
    </div>`;
  }

  /** Where a window goes while it is moved, to see and to hear. */
  private moving() {
    const move = this.mover.current;
    const text = move ? this.words.span(move.start, move.end, this.now) : "";
    return html`<div class="hidden" role="status">${text}</div>
      ${
        move
          ? html`<div
              class="bubble"
              aria-hidden="true"
              style=${styleMap({ left: `${place((move.start + move.end) / 2, this.span)}%` })}
            >
              ${text}
            </div>`
          : nothing
      }`;
  }

  private scrolls(event: Event): void {
    fire(this, "amps-scroll", { left: (event.target as HTMLElement).scrollLeft });
  }

  private open(event: Event, window: Window): void {
    event.stopPropagation();
    if (this.mover.swallowsClick()) return;
    fire(this, "amps-open", { window });
  }

  /** Plan where an empty stretch to come was touched. */
  private planAt(event: MouseEvent): void {
    const { left, width } = (
      event.currentTarget as HTMLElement
    ).getBoundingClientRect();
    const instant = instantAt((event.clientX - left) / width, this.span);
    if (instant < this.now - HALF_HOUR) return;
    const start = snappedUp(Math.max(instant - HALF_HOUR / 2, this.now), HALF_HOUR);
    fire(this, "amps-plan", { start } satisfies PlanAt);
  }
}

customElements.define("amps-timeline", Timeline);
