import { css } from "lit";

/** Goals in the picture, above the windows that are made of them. */
export const goalStyles = css`
  .goals {
    --goal: 22px;
    position: relative;
    height: calc(var(--goal) * var(--lines));
    margin-bottom: 2px;
  }
  .goal-slot {
    position: absolute;
    container-type: inline-size;
    height: var(--goal);
    pointer-events: none;
  }
  .goal {
    position: relative;
    display: flex;
    align-items: center;
    gap: 3px;
    max-width: 100%;
    min-width: min(100%, 24px);
    width: 100%;
    height: 100%;
    padding: 0 0 3px 2px;
    overflow: hidden;
    border: none;
    background: none;
    font-size: 11px;
    line-height: 1;
    text-align: left;
    pointer-events: auto;
    --mdc-icon-size: 14px;
  }
  .goal ha-icon {
    color: var(--tint);
  }
  .goal.at_risk ha-icon,
  .goal.failed ha-icon,
  .goal.missed ha-icon {
    color: var(--error-color, #db4437);
  }
  .goal .asked {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (max-width: 88px) {
    .asked span {
      display: none;
    }
    .asked::before {
      content: attr(data-short);
    }
  }
  .goal .bar {
    position: absolute;
    bottom: 0;
    left: 0;
    border-top: 3px solid var(--tint);
  }
  .goal.planned .bar,
  .goal.paused .bar,
  .goal.at_risk .bar {
    border-top-style: dashed;
  }
  .goal.at_risk .bar,
  .goal.failed .bar,
  .goal.missed .bar {
    border-color: var(--error-color, #db4437);
  }
  .goal.cancelled,
  .goal.ended,
  .goal.paused {
    color: var(--amps-dim);
  }
  .goal.cancelled .asked {
    text-decoration: line-through;
  }
`;
