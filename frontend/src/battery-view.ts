/** The card: one or several batteries over one time. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Actions, type Draft, draftOf } from "./actions";
import { snappedUp } from "./axis";
import { batteryStyles } from "./battery-styles";
import { type CardConfig, chosen, faultOf } from "./config";
import { Feed } from "./feed";
import { batteriesOf, type HomeAssistant, nameOf } from "./home-assistant";
import type { Goal, Plan, Window } from "./model";
import type { Move } from "./mover";
import { controls, type HeaderButton, header, sentences } from "./parts";
import { Records } from "./records";
import { buttons, shared } from "./styles";
import { tables } from "./table";
import type { Timeline } from "./timeline";
import { loadWords, Words } from "./words";
import { instantOf, later, wallOf } from "./zone";
import "./timeline";
import "./window-dialog";
import "./goal-dialog";
import "./plan-dialog";
import "./boost-dialog";

const HOUR = 3_600_000;
/** How often the line of the present moves on; nothing is asked for then. */
const TICK = 30_000;
const EMPTY: Plan = { available: true };

type Opened =
  | { kind: "window"; id: string; window: Window }
  | { kind: "goal"; id: string; goal: Goal }
  | { kind: "plan"; id: string; draft: Draft; planned: Window | Goal | undefined }
  | { kind: "boost"; id: string };

export class BatteryView extends LitElement {
  static override properties = {
    hass: { attribute: false },
    config: { attribute: false },
    now: { state: true },
    opened: { state: true },
    asTable: { state: true },
    unfolded: { state: true },
  };
  static override styles = [shared, buttons, batteryStyles];

  declare hass: HomeAssistant;
  declare config: CardConfig;
  declare now: number;
  declare opened: Opened | undefined;
  declare asTable: boolean;
  /** Of several batteries the one whose controls are shown. */
  declare unfolded: string | undefined;
  private readonly feed = new Feed<Plan>(() => this.requestUpdate());
  private readonly records = new Records(() => this.requestUpdate());
  private words: Words | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.now = Date.now();
    this.asTable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.now = Date.now();
    this.timer = setInterval(() => {
      this.now = Date.now();
    }, TICK);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.feed.stop();
  }

  protected override shouldUpdate(changed: PropertyValues): boolean {
    const before = changed.get("hass") as HomeAssistant | undefined;
    if (changed.size > 1 || !changed.has("hass") || !before) return true;
    // every change of any state comes by here; all but these come by the feed
    return (
      before.locale !== this.hass.locale ||
      before.localize !== this.hass.localize ||
      before.devices !== this.hass.devices ||
      before.connection !== this.hass.connection
    );
  }

  protected override willUpdate(): void {
    if (!this.words?.isFor(this.hass)) {
      this.words = new Words(this.hass);
      void loadWords(this.hass).then(() => {
        this.words = new Words(this.hass);
        this.requestUpdate();
      });
    }
    if (this.isConnected && !faultOf(this.config)) void this.subscribe();
  }

  private async subscribe(): Promise<void> {
    const ids = chosen(this.config);
    await this.feed.subscribe(this.hass, {
      type: "amps/plan/subscribe",
      ...(ids.length ? { device_ids: ids } : {}),
      days_back: this.config.days_back ?? 1,
      days_ahead: this.config.days_ahead ?? 1,
    });
    for (const plan of Object.values(this.feed.known?.batteries ?? {})) {
      void this.records.follow(this.hass, plan);
    }
  }

  /** Return the batteries to show: before they are told those that will be. */
  private get ids(): string[] {
    const known = this.feed.known?.order;
    if (known) return known;
    const ids = chosen(this.config);
    return ids.length ? ids : batteriesOf(this.hass).map((it) => it.id);
  }

  private plan(id: string): Plan {
    return this.feed.known?.batteries[id] ?? EMPTY;
  }

  private name(id: string): string {
    return nameOf(this.hass.devices[id]) || "Amps";
  }

  private get span() {
    const { zone } = this.words ?? new Words(this.hass);
    const today = { ...wallOf(this.now, zone), hour: 0, minute: 0 };
    const back = this.config.days_back ?? 1;
    const ahead = this.config.days_ahead ?? 1;
    return {
      start: instantOf(later(today, -back), zone),
      end: instantOf(later(today, ahead + 1), zone),
    };
  }

  private get actions(): Actions {
    return new Actions(this, this.hass, this.words ?? new Words(this.hass));
  }

  protected override render() {
    const { words } = this;
    if (!words) return nothing;
    const field = faultOf(this.config);
    if (field) {
      const text = words.say("bad_config", { field });
      return html`<ha-card><p class="empty" role="alert">${text}</p></ha-card>`;
    }
    const { ids } = this;
    return html`<ha-card>
      ${this.config.title ? html`<h1>${this.config.title}</h1>` : nothing}
      ${repeat(
        ids,
        (id) => id,
        (id) => this.battery(id, axisOf(ids.indexOf(id), ids.length), words),
      )}
      ${ids.length ? nothing : html`<p class="empty">${words.say("no_batteries")}</p>`}
      ${this.feed.failed ? html`<p class="empty">${words.say("not_allowed")}</p>` : nothing}
      ${this.dialog(words)}
    </ha-card>`;
  }

  private battery(id: string, axis: Timeline["axis"], words: Words) {
    const plan = this.plan(id);
    const several = axis !== "both";
    const open = !several || this.unfolded === id;
    const { level } = this.records.of(plan);
    const show = (planned: Window | Goal) => this.show(id, planned);
    return html`<section aria-label=${this.name(id)}>
      ${header(plan, words, this.now, this.name(id), [
        ...(several && axis !== "top" ? [] : [this.tableButton()]),
        { key: "plan_button", icon: "mdi:plus", press: () => this.form(id, plan) },
        ...(several ? [this.unfoldButton(id)] : []),
      ])}
      ${this.asTable ? nothing : this.picture(id, plan, axis, words)}
      <div class=${this.asTable ? "tables" : "hidden"}>
        ${tables(plan, level, this.span, this.now, words, this.asTable ? show : undefined)}
      </div>
      ${sentences(plan, words, this.now, {
        resume: () => void this.actions.attempt(() => this.actions.resume(plan)),
        accept: () => void this.actions.attempt(() => this.actions.accept(id)),
      })}
      ${open && (this.config.show_controls ?? true) ? this.controls(id, plan, words) : nothing}
    </section>`;
  }

  private picture(id: string, plan: Plan, axis: Timeline["axis"], words: Words) {
    const { level, power } = this.records.of(plan);
    return html`<amps-timeline
          .words=${words}
          .plan=${plan}
          .name=${this.name(id)}
          .level=${level}
          .power=${power}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power ?? true}
          ?compact=${axis !== "both"}
          axis=${axis}
          @amps-open=${(event: CustomEvent<{ window: Window }>) =>
            this.show(id, event.detail.window)}
          @amps-open-goal=${(event: CustomEvent<{ goal: Goal }>) =>
            this.show(id, event.detail.goal)}
          @amps-plan=${(event: CustomEvent<{ start: number }>) =>
            this.form(id, plan, event.detail.start)}
          @amps-scroll=${(event: CustomEvent<{ left: number }>) => this.align(event)}
          @amps-move=${(event: CustomEvent<Move>) => this.move(event)}
        ></amps-timeline>`;
  }

  private show(id: string, planned: Window | Goal): void {
    this.opened =
      "in_one_go" in planned
        ? { kind: "goal", id, goal: planned }
        : { kind: "window", id, window: planned };
  }

  private tableButton(): HeaderButton {
    return {
      key: "table_button",
      icon: this.asTable ? "mdi:chart-timeline" : "mdi:table",
      pressed: this.asTable,
      press: () => {
        this.asTable = !this.asTable;
      },
    };
  }

  private unfoldButton(id: string): HeaderButton {
    const open = this.unfolded === id;
    return {
      key: "controls_button",
      icon: open ? "mdi:chevron-up" : "mdi:chevron-down",
      pressed: open,
      press: () => {
        this.unfolded = open ? undefined : id;
      },
    };
  }

  private controls(id: string, plan: Plan, words: Words) {
    return controls(plan, words, this.now, {
      mode: (select) => this.setMode(plan, select),
      boost: () => {
        this.opened = { kind: "boost", id };
      },
      stop: () => void this.actions.attempt(() => this.actions.stop(plan)),
    });
  }

  private setMode(plan: Plan, select: HTMLSelectElement): void {
    const option = select.value;
    void this.actions
      .attempt(() => this.actions.setMode(plan, option))
      .then((worked) => {
        if (!worked) select.value = plan.mode ?? "";
      });
  }

  /** Open the form for something new, at the next full half hour or where touched. */
  private form(id: string, plan: Plan, at?: number): void {
    const command = plan.commands?.find((it) => it.plannable)?.command;
    if (!command) return;
    const start = at ?? snappedUp(this.now + HOUR / 2, HOUR / 2);
    const later = plan.windows?.map((it) => Date.parse(it.start)) ?? [];
    const next = Math.min(...later.filter((it) => it > start), start + 2 * HOUR);
    const draft: Draft = {
      command,
      start,
      end: next,
      target: null,
      power: null,
      reserve: null,
      repeat: null,
      aim: null,
    };
    this.opened = { kind: "plan", id, draft, planned: undefined };
  }

  private change({ detail }: CustomEvent<{ planned: Window | Goal }>, id: string) {
    const { planned } = detail;
    this.opened = { kind: "plan", id, draft: draftOf(planned), planned };
  }

  /** Batteries that are stacked show the same time. */
  private align({ detail, currentTarget }: CustomEvent<{ left: number }>): void {
    for (const it of this.renderRoot.querySelectorAll<Timeline>("amps-timeline")) {
      if (it !== currentTarget) it.showFrom(detail.left);
    }
  }

  private async move(event: CustomEvent<Move>): Promise<void> {
    const { window, start, end } = event.detail;
    const timeline = event.currentTarget as Timeline;
    const draft = { ...draftOf(window), start, end };
    const worked = await this.actions.attempt(() =>
      this.actions.edit(window, draft, "this"),
    );
    if (!worked) timeline.settled();
  }

  private dialog(words: Words) {
    const { opened } = this;
    if (!opened) return nothing;
    const plan = this.plan(opened.id);
    const battery = this.name(opened.id);
    const closed = () => {
      if (this.opened === opened) this.opened = undefined;
    };
    switch (opened.kind) {
      case "window":
        return html`<amps-window-dialog
          .words=${words}
          .window=${opened.window}
          .plan=${plan}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${closed}
          @amps-change=${(event: CustomEvent) => this.change(event, opened.id)}
        ></amps-window-dialog>`;
      case "goal":
        return html`<amps-goal-dialog
          .words=${words}
          .goal=${opened.goal}
          .plan=${plan}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${closed}
          @amps-change=${(event: CustomEvent) => this.change(event, opened.id)}
        ></amps-goal-dialog>`;
      case "plan":
        return html`<amps-plan-dialog
          .words=${words}
          .hass=${this.hass}
          .plan=${plan}
          .deviceId=${opened.id}
          .battery=${battery}
          .draft=${opened.draft}
          .planned=${opened.planned}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${closed}
        ></amps-plan-dialog>`;
      case "boost":
        return html`<amps-boost-dialog
          .words=${words}
          .hass=${this.hass}
          .plan=${plan}
          .deviceId=${opened.id}
          .battery=${battery}
          .actions=${this.actions}
          .now=${this.now}
          @amps-closed=${closed}
        ></amps-boost-dialog>`;
    }
  }
}

/** Return where a battery has the days and hours that it shares with the others. */
function axisOf(index: number, of: number): Timeline["axis"] {
  if (of === 1) return "both";
  return index === 0 ? "top" : index === of - 1 ? "bottom" : "none";
}

customElements.define("amps-battery-view", BatteryView);
