import { css } from "lit";

export const timelineStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    --lane: 36px;
  }
  .scroller {
    overflow-x: auto;
    overflow-y: hidden;
    scrollbar-width: none;
  }
  .plot {
    position: relative;
    min-width: 100%;
    user-select: none;
    -webkit-user-select: none;
  }
  @container (max-width: 440px) {
    .plot {
      width: calc(var(--days) * 220px);
    }
    .legend {
      min-height: 32px;
    }
  }
  .days {
    position: relative;
    height: 22px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--amps-dim);
  }
  .days span {
    position: absolute;
    white-space: nowrap;
  }
  .days bdi {
    position: sticky;
    left: 6px;
    display: inline-block;
    margin-left: 6px;
  }
  .days .today {
    color: var(--amps-text);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .lane {
    position: relative;
    height: var(--lane);
    margin-bottom: 4px;
    border-radius: var(--ha-border-radius-md, 8px);
    background: color-mix(in srgb, var(--amps-text) 5%, transparent);
    cursor: copy;
  }
  .slot {
    position: absolute;
    min-width: 12px;
    padding: 2px 0;
  }
  .block {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
    width: 100%;
    height: 100%;
    padding: 0 1px;
    overflow: hidden;
    container-type: inline-size;
    border: 1.5px solid var(--tint);
    border-radius: var(--ha-border-radius-sm, 6px);
    background: color-mix(in srgb, var(--tint) 26%, var(--amps-ground));
    color: var(--amps-text);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1;
    touch-action: pan-x pan-y;
    --mdc-icon-size: 15px;
  }
  .block.movable {
    cursor: grab;
  }
  .block.moving {
    z-index: 3;
    cursor: grabbing;
    box-shadow: var(--ha-box-shadow-m, 0 2px 8px rgba(0, 0, 0, 0.35));
  }
  .block .what,
  .block .label {
    display: none;
  }
  @container (min-width: 36px) {
    .block > .what {
      display: inline-flex;
    }
  }
  @container (min-width: 62px) {
    .block > .label {
      display: inline;
    }
  }
  .block.planned,
  .block.paused,
  .block.retrying {
    border-style: dashed;
    background: color-mix(in srgb, var(--tint) 8%, var(--amps-ground));
  }
  .block.paused {
    opacity: 0.6;
  }
  .block.suggested {
    border-style: dashed;
    background: none;
  }
  .block.active {
    background: color-mix(in srgb, var(--tint) 55%, var(--amps-ground));
    box-shadow: 0 0 0 2px color-mix(in srgb, var(--tint) 35%, transparent);
  }
  .block.incomplete {
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--tint) 34%, var(--amps-ground)) 50%,
      var(--amps-ground) 50%
    );
  }
  .block.failed,
  .block.missed {
    border-color: var(--error-color, #db4437);
    background: repeating-linear-gradient(
      -45deg,
      color-mix(in srgb, var(--error-color, #db4437) 30%, var(--amps-ground)) 0 4px,
      var(--amps-ground) 4px 9px
    );
  }
  .block.cancelled,
  .block.skipped {
    border-style: dotted;
    border-color: var(--amps-dim);
    background: var(--amps-ground);
    color: var(--amps-dim);
  }
  .block.skipped::after,
  .block.cancelled::after {
    content: "";
    position: absolute;
    inset: 50% 0 auto;
    border-top: 1.5px solid var(--amps-dim);
  }
  .grip {
    position: absolute;
    top: 0;
    bottom: 0;
    width: min(10px, 25%);
    cursor: ew-resize;
  }
  .grip.start {
    left: 0;
  }
  .grip.end {
    right: 0;
  }
  .chart {
    position: relative;
    cursor: copy;
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  svg path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .grid {
    stroke: var(--amps-line);
    stroke-width: 1;
  }
  .band rect {
    fill: var(--tint);
    opacity: 0.14;
  }
  .band path {
    stroke: var(--tint);
    stroke-width: 2;
    stroke-dasharray: 4 3;
  }
  .band.failed rect,
  .band.missed rect,
  .band.cancelled rect,
  .band.paused rect {
    opacity: 0.05;
  }
  .band.cancelled path {
    opacity: 0.35;
  }
  .area {
    fill: color-mix(in srgb, var(--primary-color, #03a9f4) 20%, transparent) !important;
  }
  .line {
    stroke: var(--primary-color, #03a9f4);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .expected {
    stroke: var(--primary-color, #03a9f4);
    stroke-width: 2;
    stroke-dasharray: 2 4;
    stroke-linecap: round;
  }
  .band.suggested rect {
    fill: none;
  }
  .price {
    stroke: color-mix(in srgb, var(--amps-dim) 70%, transparent);
    stroke-width: 1;
  }
  .price-area {
    fill: color-mix(in srgb, var(--amps-dim) 14%, transparent) !important;
  }
  .sun {
    fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 18%, transparent) !important;
  }
  .scale {
    position: absolute;
    left: 4px;
    font-size: 10px;
    line-height: 14px;
    color: var(--amps-dim);
    pointer-events: none;
  }
  .target {
    position: absolute;
    padding: 1px 2px;
    font-size: 11px;
    line-height: 13px;
    transform: translate(-50%, -100%);
    pointer-events: none;
  }
  .target.below {
    transform: translate(-50%, 2px);
  }
  .dot {
    position: absolute;
    z-index: 3;
    width: 10px;
    height: 10px;
    margin: -5px;
    border: 2px solid var(--amps-ground);
    border-radius: 50%;
    background: var(--primary-color, #03a9f4);
    pointer-events: none;
  }
  .power {
    height: 34px;
    margin-top: 4px;
  }
  .bar {
    fill: var(--tint);
  }
  .hours {
    position: relative;
    height: 18px;
    font-size: 11px;
    line-height: 18px;
    color: var(--amps-dim);
  }
  .hours span {
    position: absolute;
    white-space: nowrap;
    transform: translateX(-50%);
    font-variant-numeric: tabular-nums;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 0 12px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
    font-size: 11px;
    line-height: 16px;
    color: var(--amps-dim);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .legend svg {
    width: 20px;
    height: 10px;
  }
  :host([axis="none"]),
  :host([axis="bottom"]) {
    --above: 0;
  }
  :host([axis="none"]),
  :host([axis="top"]) {
    --below: 0;
  }
  :host([axis="none"]) .now::before,
  :host([axis="bottom"]) .now::before {
    display: none;
  }
  .midnight {
    position: absolute;
    top: 4px;
    bottom: 0;
    border-left: 1px solid var(--amps-line);
    pointer-events: none;
  }
  .now {
    position: absolute;
    top: var(--above, 20px);
    bottom: var(--below, 18px);
    z-index: 2;
    width: 2px;
    margin-left: -1px;
    border-radius: 1px;
    background: var(--amps-text);
    pointer-events: none;
  }
  .now::before {
    content: "";
    position: absolute;
    top: -3px;
    left: -3px;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--amps-text);
  }
  .bubble {
    position: absolute;
    top: 62px;
    z-index: 4;
    padding: 4px 10px;
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--amps-text);
    color: var(--amps-ground);
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
    transform: translateX(-50%);
    pointer-events: none;
  }
`;
