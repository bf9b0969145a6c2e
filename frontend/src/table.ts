/** The picture as a table: for screen readers, and for whoever would rather read. */

import { html, nothing } from "lit";
import { daysOf, hoursOf, type Span } from "./axis";
import { asked, lookOfGoal, statusOf } from "./goals";
import { endOf, lookOf, startOf } from "./looks";
import type { Goal, Plan, Window } from "./model";
import { extremes } from "./prices";
import type { Point } from "./record";
import { capital, type Words } from "./words";

/** Return the level that was measured last before an instant. */
export function levelAt(record: Point[], instant: number): number | undefined {
  return record.findLast((it) => it.at <= instant)?.value;
}

export function tables(
  plan: Plan,
  level: Point[],
  span: Span,
  now: number,
  words: Words,
  open: ((planned: Window | Goal) => void) | undefined,
) {
  const windows = plan.windows ?? [];
  const hours = hoursOf(span, words.zone, 6).filter((it) => it <= now);
  return html`<table>
      <caption>
        ${words.say("table_windows")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.say("what")}</th>
          <th scope="col">${words.say("when")}</th>
          <th scope="col">${words.say("state")}</th>
        </tr>
      </thead>
      <tbody>
        ${windows.map((it) => {
          const reason = it.reason ?? it.absence;
          return html`<tr>
            <td>
              ${
                open
                  ? html`<button type="button" class="link" @click=${() => open(it)}>
                      ${words.title(it)}
                    </button>`
                  : words.title(it)
              }
            </td>
            <td>${capital(words.span(startOf(it), it.end ? endOf(it) : null, now))}</td>
            <td>
              ${words.status(lookOf(it, plan.enabled ?? true))}${reason ? `: ${words.reason(reason)}` : ""}
            </td>
          </tr>`;
        })}
        ${windows.length ? "" : html`<tr><td colspan="3">${words.say("nothing_planned")}</td></tr>`}
      </tbody>
    </table>
    ${goalTable(plan, now, words, open)}
    <table>
      <caption>
        ${words.say("table_level")}
      </caption>
      <tbody>
        ${hours.map((at) => {
          const value = levelAt(level, at);
          return html`<tr>
            <th scope="row">${capital(words.day(at, now))} ${words.time(at)}</th>
            <td>${value === undefined ? words.say("unknown") : words.percent(value)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${priceTable(plan, span, now, words)}`;
}

function goalTable(
  plan: Plan,
  now: number,
  words: Words,
  open: ((goal: Goal) => void) | undefined,
) {
  const goals = plan.goals ?? [];
  if (!goals.length) return nothing;
  return html`<table>
    <caption>
      ${words.say("table_goals")}
    </caption>
    <tbody>
      ${goals.map((it) => {
        const what = words.say("goal_title", {
          what: words.command(it.command),
          asked: asked(it, words),
        });
        const state = statusOf(lookOfGoal(it, plan.enabled ?? true), words);
        return html`<tr>
          <td>
            ${open ? html`<button type="button" class="link" @click=${() => open(it)}>${what}</button>` : what}
          </td>
          <td>${capital(words.span(startOf(it), endOf(it), now))}</td>
          <td>${state}${it.reason ? `: ${words.reason(it.reason)}` : ""}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** The lowest and the highest price of each day. */
function priceTable(plan: Plan, span: Span, now: number, words: Words) {
  const days = daysOf(span, words.zone).flatMap((day) => {
    const found = extremes(plan, day.start, day.end);
    return found ? [{ day, ...found }] : [];
  });
  if (!days.length) return nothing;
  const said = ({ start, price }: { start: number; price: number }) =>
    `${words.price(price, plan.prices?.currency)} (${words.time(start)})`;
  return html`<table>
    <caption>
      ${words.say("table_prices")}
    </caption>
    <tbody>
      ${days.map(
        ({ day, low, high }) => html`<tr>
          <th scope="row">${capital(words.day(day.start, now))}</th>
          <td>${words.say("lowest", { price: said(low) })}</td>
          <td>${words.say("highest", { price: said(high) })}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
