/** What the elements share: Home Assistant's own colours, sizes and round corners. */

import { css } from "lit";

export const shared = css`
  :host {
    --amps-charge: var(--amps-charge-color, var(--energy-battery-in-color, #f06292));
    --amps-discharge: var(
      --amps-discharge-color,
      var(--energy-battery-out-color, #4db6ac)
    );
    --amps-auto: var(--amps-auto-color, var(--primary-color, #03a9f4));
    --amps-idle: var(--amps-idle-color, var(--secondary-text-color, #727272));
    --amps-ground: var(--ha-card-background, var(--card-background-color, #fff));
    --amps-text: var(--primary-text-color, #212121);
    --amps-dim: var(--secondary-text-color, #727272);
    --amps-line: var(--divider-color, rgba(127, 127, 127, 0.3));
    color: var(--amps-text);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.5);
  }
  * {
    box-sizing: border-box;
  }
  .charge {
    --tint: var(--amps-charge);
  }
  .discharge {
    --tint: var(--amps-discharge);
  }
  .idle {
    --tint: var(--amps-idle);
  }
  .auto {
    --tint: var(--amps-auto);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.45;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  ha-icon {
    display: inline-flex;
    flex: none;
    width: var(--mdc-icon-size, 24px);
    height: var(--mdc-icon-size, 24px);
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;

export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 20px);
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 14%, transparent);
    color: var(--amps-text);
    font-weight: var(--ha-font-weight-medium, 500);
    --mdc-icon-size: 20px;
  }
  .button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 24%, transparent);
  }
  .button.main {
    background: var(--primary-color, #03a9f4);
    color: var(--text-primary-color, #fff);
  }
  .button.main:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 88%, black);
  }
  .button.plain {
    background: none;
  }
  .button.plain:hover:not(:disabled) {
    background: color-mix(in srgb, var(--amps-text) 8%, transparent);
  }
  .button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 14%, transparent);
  }
  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 40px;
    height: 40px;
    flex: none;
    border: none;
    border-radius: 50%;
    background: none;
    color: var(--amps-dim);
  }
  .icon-button:hover {
    background: color-mix(in srgb, var(--amps-text) 8%, transparent);
  }
  .icon-button[aria-pressed="true"] {
    color: var(--primary-color);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-width: 40px;
    min-height: 40px;
    padding: 0 12px;
    border: 1px solid var(--amps-line);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    --mdc-icon-size: 18px;
  }
  .chip[aria-pressed="true"],
  .chip[aria-checked="true"] {
    border-color: var(--tint, var(--primary-color));
    background: color-mix(in srgb, var(--tint, var(--primary-color)) 20%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
    box-shadow: inset 0 0 0 1px var(--tint, var(--primary-color));
  }
`;
