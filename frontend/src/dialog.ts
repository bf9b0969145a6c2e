/** A dialog: in the middle of a wide screen, at the bottom of a narrow one. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { fire } from "./home-assistant";
import { buttons, shared } from "./styles";
import type { Words } from "./words";

const dialogStyles = css`
  dialog {
    width: min(480px, 100vw - 32px);
    max-width: none;
    max-height: min(760px, 100dvh - 48px);
    padding: 0;
    overflow: hidden;
    border: none;
    border-radius: var(--ha-border-radius-3xl, 24px);
    background: var(--ha-dialog-surface-background, var(--amps-ground));
    color: var(--amps-text);
    box-shadow: 0 12px 40px rgba(0, 0, 0, 0.35);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.4);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 16px 12px 8px 24px;
    padding-inline: 24px 12px;
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
  }
  .body {
    flex: 1;
    overflow-y: auto;
    padding: 4px 24px 16px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    padding: 12px 24px 20px;
  }
  .alert {
    display: flex;
    gap: 8px;
    margin: 12px 0 0;
    padding: 10px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
  }
  .alert span {
    white-space: pre-line;
  }
  .alert.note {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent);
  }
  .alert.calm {
    background: color-mix(in srgb, var(--amps-text) 6%, transparent);
  }
  .alert ha-icon {
    --mdc-icon-size: 20px;
  }
  @media (max-width: 560px) {
    dialog {
      width: 100vw;
      margin: auto 0 0;
      max-height: 92dvh;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    .body {
      padding: 4px 16px 12px;
    }
    header {
      padding-inline: 16px 8px;
    }
    footer {
      padding: 12px 16px calc(16px + env(safe-area-inset-bottom));
    }
  }
`;

export abstract class Dialog extends LitElement {
  static override styles = [shared, buttons, dialogStyles];

  declare words: Words;

  protected override firstUpdated(): void {
    this.dialog?.showModal();
  }

  protected get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  protected close(): void {
    this.dialog?.close();
  }

  protected frame(heading: string, body: unknown, footer: unknown): TemplateResult {
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => fire(this, "amps-closed")}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.close();
      }}
    >
      <header>
        <h2 id="heading">${heading}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label=${this.words.say("close")}
          @click=${() => this.close()}
        >
          <ha-icon icon="mdi:close"></ha-icon>
        </button>
      </header>
      <div class="body">${body}</div>
      <footer>${footer}</footer>
    </dialog>`;
  }

  protected alert(text: string, kind: "error" | "note" | "calm" = "error") {
    const icons = {
      error: "mdi:alert-circle",
      note: "mdi:alert",
      calm: "mdi:information",
    };
    return html`<p class="alert ${kind}" role=${kind === "calm" ? "status" : "alert"}>
      <ha-icon .icon=${icons[kind]}></ha-icon><span>${text}</span>
    </p>`;
  }
}
