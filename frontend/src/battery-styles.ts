import { css } from "lit";

export const batteryStyles = css`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 100%;
    padding: 12px 16px 16px;
    container-type: inline-size;
  }
  h1 {
    margin: 0 0 8px;
    font-size: var(--ha-card-header-font-size, 24px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
  }
  section + section {
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--amps-line);
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 52px;
    margin-bottom: 4px;
  }
  .glyph {
    position: relative;
    flex: none;
    width: 24px;
    height: 40px;
    margin-inline-end: 12px;
    margin-top: 3px;
    overflow: hidden;
    border: 2px solid var(--amps-text);
    border-radius: 6px;
    background: linear-gradient(
      to top,
      var(--primary-color, #03a9f4) var(--level),
      transparent var(--level)
    );
    background-origin: content-box;
    background-clip: content-box;
    padding: 2px;
  }
  .names {
    flex: 1;
    min-width: 0;
  }
  h2 {
    display: flex;
    align-items: baseline;
    gap: 10px;
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 26px;
  }
  h2 bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .level {
    min-height: 26px;
    font-size: 20px;
    font-variant-numeric: tabular-nums;
  }
  .doing {
    min-height: 20px;
    margin: 0;
    overflow: hidden;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .sentences {
    margin-top: 10px;
  }
  .next,
  .last {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    min-height: 44px;
  }
  .next p,
  .last p {
    flex: 1;
    margin: 0;
  }
  .next p {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .detail {
    display: block;
    min-height: 18px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 18px;
  }
  .last {
    min-height: 24px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .risk {
    color: var(--amps-text);
  }
  .risk ha-icon {
    color: var(--error-color, #db4437);
  }
  .last ha-icon {
    --mdc-icon-size: 18px;
    margin-inline: 3px;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 40px;
    margin-top: 4px;
    padding: 0 12px;
    border: none;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent);
    text-align: start;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 6px;
  }
  .mode {
    position: relative;
    display: flex;
    flex: 1 1 150px;
    align-items: center;
    min-height: 40px;
    border-radius: 20px;
    background: color-mix(in srgb, var(--amps-text) 7%, transparent);
  }
  .mode span {
    padding-inline-start: 14px;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
  }
  .mode select {
    flex: 1;
    min-width: 0;
    min-height: 40px;
    padding-inline: 8px 32px;
    border: none;
    border-radius: 20px;
    background: none;
    appearance: none;
    font-weight: var(--ha-font-weight-medium, 500);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .mode option {
    background: var(--amps-ground);
    color: var(--amps-text);
  }
  .mode ha-icon {
    position: absolute;
    inset-inline-end: 8px;
    pointer-events: none;
  }
  .controls .button {
    flex: 0 1 auto;
  }
  @container (max-width: 380px) {
    .next {
      min-height: 80px;
    }
    .controls .mode {
      flex-basis: 100%;
    }
    .controls .button {
      flex: 1;
    }
  }
  .empty {
    margin: 8px 0;
    color: var(--amps-dim);
  }
  .tables {
    overflow-x: auto;
  }
  table {
    width: 100%;
    margin-bottom: 12px;
    border-collapse: collapse;
  }
  caption {
    padding: 4px 0;
    color: var(--amps-dim);
    font-size: var(--ha-font-size-s, 12px);
    text-align: start;
  }
  th,
  td {
    padding: 6px 12px 6px 0;
    padding-inline: 0 12px;
    border-bottom: 1px solid var(--amps-line);
    font-weight: var(--ha-font-weight-normal, 400);
    text-align: start;
    vertical-align: top;
  }
  .link {
    padding: 0;
    border: none;
    background: none;
    color: var(--primary-color);
    text-align: start;
  }
`;
