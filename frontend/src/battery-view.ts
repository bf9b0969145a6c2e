/** The card: one or several batteries over one time. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Actions, type Draft } from "./actions";
import { snappedUp } from "./axis";
import { batteryStyles } from "./battery-styles";
import { type CardConfig, chosen } from "./config";
import { Feed } from "./feed";
import { batteriesOf, type HomeAssistant, nameOf, navigate } from "./home-assistant";
import type { Command, Plan, Window } from "./model";
import type { Move } from "./mover";
import { doing, lastResult, nextStep, runningOf } from "./next-step";
import { Records } from "./records";
import { buttons, shared } from "./styles";
import { tables } from "./table";
import type { Timeline } from "./timeline";
import { loadWords, Words } from "./words";
import { instantOf, later, wallOf } from "./zone";
import "./timeline";
import "./window-dialog";
import "./plan-dialog";
import "./boost-dialog";

const HOUR = 3_600_000;
/** How often the line of the present moves on; nothing is asked for then. */
const TICK = 30_000;
const EMPTY: Plan = { available: true };

type Opened =
  | { kind: "window"; id: string; window: Window }
  | { kind: "plan"; id: string; draft: Draft; window: Window | undefined }
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
    if (this.isConnected) void this.subscribe();
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
    const { ids, words } = this;
    if (!words) return nothing;
    return html`<ha-card>
      ${this.config.title ? html`<h1>${this.config.title}</h1>` : nothing}
      ${repeat(
        ids,
        (id) => id,
        (id) => this.battery(id, ids.length > 1, words),
      )}
      ${ids.length ? nothing : html`<p class="empty">${words.say("no_batteries")}</p>`}
      ${this.feed.failed ? html`<p class="empty">${words.say("not_allowed")}</p>` : nothing}
      ${this.dialog(words)}
    </ha-card>`;
  }

  private battery(id: string, several: boolean, words: Words) {
    const plan = this.plan(id);
    const open = !several || this.unfolded === id;
    const { level, power } = this.records.of(plan);
    const show = (window: Window) => {
      this.opened = { kind: "window", id, window };
    };
    return html`<section aria-label=${this.name(id)}>
      ${this.header(id, plan, several, words)}
      <div class=${this.asTable ? "hidden" : "picture"}>
        <amps-timeline
          .words=${words}
          .plan=${plan}
          .name=${this.name(id)}
          .level=${level}
          .power=${power}
          .span=${this.span}
          .now=${this.now}
          .showPower=${this.config.show_power ?? true}
          ?compact=${several}
          @amps-open=${(event: CustomEvent<{ window: Window }>) => show(event.detail.window)}
          @amps-plan=${(event: CustomEvent<{ start: number }>) =>
            this.form(id, plan, event.detail.start)}
          @amps-move=${(event: CustomEvent<Move>) => this.move(event)}
        ></amps-timeline>
      </div>
      <div class=${this.asTable ? "tables" : "hidden"}>
        ${tables(plan, level, this.span, this.now, words, show)}
      </div>
      ${this.sentences(plan, words)}
      ${open && (this.config.show_controls ?? true) ? this.controls(id, plan, words) : nothing}
    </section>`;
  }

  private header(id: string, plan: Plan, several: boolean, words: Words) {
    const level = plan.level ?? undefined;
    return html`<header>
      <div
        class="glyph ${(plan.power ?? 0) > 0.05 ? "up" : ""}"
        style="--level: ${level ?? 0}%"
        aria-hidden="true"
      ></div>
      <div class="names">
        <h2>
          <bdi>${this.name(id)}</bdi>
          <span class="level">${level === undefined ? "" : words.percent(level)}</span>
        </h2>
        <p class="doing">${doing(plan, words)}</p>
      </div>
      ${this.iconButton(
        "table_button",
        this.asTable ? "mdi:chart-timeline" : "mdi:table",
        () => {
          this.asTable = !this.asTable;
        },
        this.asTable,
      )}
      ${this.iconButton("plan_button", "mdi:plus", () => this.form(id, plan))}
      ${
        several
          ? this.iconButton(
              "controls_button",
              this.unfolded === id ? "mdi:chevron-up" : "mdi:chevron-down",
              () => {
                this.unfolded = this.unfolded === id ? undefined : id;
              },
              this.unfolded === id,
            )
          : nothing
      }
    </header>`;
  }

  private iconButton(key: string, icon: string, work: () => void, pressed?: boolean) {
    const label = this.words?.say(key) ?? "";
    return html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-pressed=${pressed ?? nothing}
      @click=${work}
    >
      <ha-icon .icon=${icon}></ha-icon>
    </button>`;
  }

  private sentences(plan: Plan, words: Words) {
    const next = nextStep(plan, words, this.now);
    const last = lastResult(plan, words, this.now);
    return html`<div class="sentences">
      <div class="next">
        <ha-icon .icon=${next.icon}></ha-icon>
        <p>${next.text}<span class="detail">${next.detail ?? ""}</span></p>
        ${
          plan.enabled === false && plan.entities?.plan_enabled
            ? html`<button
                type="button"
                class="button"
                @click=${() => void this.actions.attempt(() => this.actions.resume(plan))}
              >
                ${words.say("resume")}
              </button>`
            : nothing
        }
      </div>
      ${
        last
          ? html`<div class="last">
              <ha-icon .icon=${last.icon}></ha-icon>
              <p>${last.text}</p>
            </div>`
          : nothing
      }
      ${
        plan.problem
          ? html`<button
              type="button"
              class="problem"
              @click=${() => navigate("/config/repairs")}
            >
              <ha-icon icon="mdi:alert"></ha-icon><span>${words.say("problem")}</span>
            </button>`
          : nothing
      }
    </div>`;
  }

  private controls(id: string, plan: Plan, words: Words) {
    const running = runningOf(plan, this.now);
    const boosts = plan.commands?.some(
      (it) => it.command === "charge" || it.command === "discharge",
    );
    const modes = plan.commands?.map((it) => it.command) ?? [];
    return html`<div class="controls">
      <label class="mode">
        <span>${words.say("mode")}</span>
        <select
          ?disabled=${!plan.entities?.operation_mode}
          @change=${(event: Event) => this.setMode(plan, event.target as HTMLSelectElement)}
        >
          ${modes.map(
            (it: Command) => html`<option value=${it} ?selected=${it === plan.mode}>
              ${words.command(it)}
            </option>`,
          )}
        </select>
        <ha-icon icon="mdi:menu-down"></ha-icon>
      </label>
      <button
        type="button"
        class="button"
        ?disabled=${!boosts}
        @click=${() => {
          this.opened = { kind: "boost", id };
        }}
      >
        <ha-icon icon="mdi:flash"></ha-icon>${words.say("boost")}
      </button>
      <button
        type="button"
        class="button ${running ? "main" : ""}"
        ?disabled=${!plan.entities?.stop}
        @click=${() => void this.actions.attempt(() => this.actions.stop(plan))}
      >
        <ha-icon icon="mdi:stop"></ha-icon>${words.say("stop")}
      </button>
    </div>`;
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
    const target = plan.defaults?.charge_target ?? null;
    const draft: Draft = {
      command,
      start,
      end: next,
      target: command === "charge" ? target : null,
      power: null,
      reserve: null,
      repeat: null,
    };
    this.opened = { kind: "plan", id, draft, window: undefined };
  }

  private change(id: string, window: Window): void {
    const { command, target, power, reserve, repeat } = window;
    const draft: Draft = {
      command: command ?? "charge",
      start: Date.parse(window.start),
      end: Date.parse(window.end ?? window.start),
      target,
      power,
      reserve,
      repeat,
    };
    this.opened = { kind: "plan", id, draft, window };
  }

  private async move(event: CustomEvent<Move>): Promise<void> {
    const { window, start, end } = event.detail;
    const { command, target, power, reserve, repeat } = window;
    const timeline = event.currentTarget as Timeline;
    const draft = { start, end, target, power, reserve, repeat };
    const worked = await this.actions.attempt(() =>
      this.actions.edit(window, { command: command ?? "charge", ...draft }, "this"),
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
          @amps-change=${() => this.change(opened.id, opened.window)}
        ></amps-window-dialog>`;
      case "plan":
        return html`<amps-plan-dialog
          .words=${words}
          .hass=${this.hass}
          .plan=${plan}
          .deviceId=${opened.id}
          .battery=${battery}
          .draft=${opened.draft}
          .window=${opened.window}
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

customElements.define("amps-battery-view", BatteryView);
