/** Many batteries, a line each, those that need somebody first. */

import { css, html, LitElement, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CardConfig } from "./config";
import { Feed } from "./feed";
import { type Row, sorted } from "./fleet";
import { type HomeAssistant, nameOf } from "./home-assistant";
import { LOOK_ICONS } from "./icons";
import type { Look } from "./looks";
import { endOf, startOf } from "./looks";
import type { Summary } from "./model";
import { doing, needsSomebody } from "./next-step";
import { buttons, shared } from "./styles";
import { loadWords, Words } from "./words";
import "./battery-view";

export class FleetView extends LitElement {
  static override properties = {
    hass: { attribute: false },
    config: { attribute: false },
    search: { state: true },
    only: { state: true },
    opened: { state: true },
  };
  static override styles = [
    shared,
    buttons,
    css`
      :host {
        display: block;
      }
      ha-card {
        max-width: 1200px;
        margin: 0 auto;
        padding: 16px;
        container-type: inline-size;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-bottom: 8px;
      }
      input {
        flex: 1 1 160px;
        min-width: 0;
        min-height: 44px;
        padding: 0 16px;
        border: 1px solid var(--amps-line);
        border-radius: 22px;
        background: none;
      }
      .count {
        color: var(--amps-dim);
      }
      [role="row"] {
        display: grid;
        grid-template-columns:
          minmax(120px, 1.6fr) 64px minmax(110px, 1.2fr) minmax(140px, 2fr)
          minmax(120px, 1.6fr);
        align-items: center;
        gap: 12px;
        width: 100%;
        min-height: 52px;
        padding: 6px 8px;
        border: none;
        border-top: 1px solid var(--amps-line);
        background: none;
        text-align: start;
        content-visibility: auto;
        contain-intrinsic-height: auto 52px;
      }
      .line:hover {
        background: color-mix(in srgb, var(--amps-text) 5%, transparent);
      }
      .head {
        min-height: 32px;
        border: none;
        color: var(--amps-dim);
        font-size: var(--ha-font-size-s, 12px);
      }
      .name {
        display: flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .link {
        min-width: 0;
        padding: 8px 0;
        border: none;
        background: none;
        font-weight: inherit;
        text-align: start;
      }
      .name ha-icon {
        --mdc-icon-size: 20px;
        color: var(--warning-color, #ffa600);
      }
      .name bdi {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .level {
        font-variant-numeric: tabular-nums;
      }
      .level::after {
        content: "";
        display: block;
        height: 4px;
        border-radius: 2px;
        background: linear-gradient(
          to right,
          var(--primary-color) var(--level),
          var(--amps-line) var(--level)
        );
      }
      .result {
        display: flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 18px;
      }
      .dim {
        color: var(--amps-dim);
      }
      @container (max-width: 700px) {
        .head {
          display: none;
        }
        [role="row"] {
          grid-template-columns: 1fr auto;
          gap: 2px 12px;
          contain-intrinsic-height: auto 112px;
        }
        .wide {
          grid-column: 1 / -1;
          font-size: var(--ha-font-size-s, 12px);
        }
      }
      dialog {
        width: min(640px, 100vw);
        max-width: none;
        max-height: 100dvh;
        padding: 0;
        border: none;
        border-radius: var(--ha-border-radius-3xl, 24px);
        background: var(--amps-ground);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.4);
      }
      dialog .icon-button {
        margin: 4px;
      }
    `,
  ];

  declare hass: HomeAssistant;
  declare config: CardConfig;
  declare search: string;
  declare only: boolean;
  declare opened: string | undefined;
  private readonly feed = new Feed<Summary>(() => this.requestUpdate());
  private words: Words | undefined;

  constructor() {
    super();
    this.search = "";
    this.only = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.feed.stop();
  }

  protected override willUpdate(): void {
    if (!this.words?.isFor(this.hass)) {
      this.words = new Words(this.hass);
      void loadWords(this.hass).then(() => {
        this.words = new Words(this.hass);
        this.requestUpdate();
      });
    }
    if (this.isConnected) {
      void this.feed.subscribe(this.hass, { type: "amps/fleet/subscribe" });
    }
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }

  protected override render() {
    const { words } = this;
    if (!words) return nothing;
    const known = this.feed.known;
    const rows = (known?.order ?? []).map((id) => ({
      id,
      name: nameOf(this.hass.devices[id]) || id,
      plan: known?.batteries[id] ?? { available: false },
    }));
    const needing = rows.filter((it) => needsSomebody(it.plan)).length;
    const wanted = this.search.toLocaleLowerCase();
    const shown = sorted(rows).filter(
      (it) =>
        it.name.toLocaleLowerCase().includes(wanted) &&
        (!this.only || needsSomebody(it.plan)),
    );
    const columns = ["battery", "level", "does", "next_column", "last_column"];
    return html`<ha-card>
      <div class="bar">
        <input
          type="search"
          aria-label=${words.say("search")}
          placeholder=${words.say("search")}
          @input=${(event: Event) => {
            this.search = (event.target as HTMLInputElement).value;
          }}
        />
        <button
          type="button"
          class="chip"
          aria-pressed=${this.only}
          @click=${() => {
            this.only = !this.only;
          }}
        >
          <ha-icon icon="mdi:alert"></ha-icon>${words.say("needing", { count: needing })}
        </button>
        <span class="count" role="status"
          >${words.say("counted", { shown: shown.length, all: rows.length })}</span
        >
      </div>
      <div role="table" aria-label=${words.say("fleet")}>
        <div role="row" class="head">
          ${columns.map((it) => html`<span role="columnheader">${words.say(it)}</span>`)}
        </div>
        ${repeat(
          shown,
          (it) => it.id,
          (it) => this.row(it, words),
        )}
      </div>
      ${this.dialog(words)}
    </ha-card>`;
  }

  private row({ id, name, plan }: Row, words: Words) {
    const now = Date.now();
    const { next, last } = plan;
    const comes = next && endOf(next) > now;
    return html`<div role="row" class="line" @click=${() => this.show(id)}>
      <span role="cell" class="name">
        ${
          needsSomebody(plan)
            ? html`<ha-icon icon="mdi:alert"></ha-icon
                ><span class="hidden">${words.say("problem")}</span>`
            : nothing
        }
        <button type="button" class="link" @click=${() => this.show(id)}>
          <bdi>${name}</bdi>
        </button>
      </span>
      <span role="cell" class="level" style="--level: ${plan.level ?? 0}%"
        >${plan.level == null ? "–" : words.percent(plan.level)}</span
      >
      <span role="cell" class="wide">${plan.available === false ? words.say("away") : doing(plan, words)}</span>
      <span role="cell" class="wide"
        >${
          comes
            ? `${words.title(next)}, ${words.span(startOf(next), next.end ? endOf(next) : null, now)}`
            : html`<span class="dim">${words.say("nothing_planned")}</span>`
        }</span
      >
      <span role="cell" class="wide result"
        >${
          last?.outcome
            ? html`<ha-icon .icon=${LOOK_ICONS[last.outcome as Look]}></ha-icon
                ><span
                  >${words.status(last.outcome)}${last.reason ? `: ${words.reason(last.reason)}` : ""}</span
                >`
            : html`<span class="dim">–</span>`
        }</span
      >
    </div>`;
  }

  private show(id: string): void {
    this.opened = id;
  }

  private dialog(words: Words) {
    const { opened } = this;
    if (!opened) return nothing;
    return html`<dialog
      aria-label=${nameOf(this.hass.devices[opened])}
      @close=${(event: Event) => {
        if (event.target === event.currentTarget) this.opened = undefined;
      }}
    >
      <button
        type="button"
        class="icon-button"
        aria-label=${words.say("close")}
        @click=${() => this.renderRoot.querySelector("dialog")?.close()}
      >
        <ha-icon icon="mdi:close"></ha-icon>
      </button>
      <amps-battery-view
        .hass=${this.hass}
        .config=${{ type: "custom:amps-battery-card", device_id: [opened] }}
      ></amps-battery-view>
    </dialog>`;
  }
}

customElements.define("amps-fleet-view", FleetView);
