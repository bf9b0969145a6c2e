/** The picture as a table: for screen readers, and for whoever would rather read. */

import { html } from "lit";
import { hoursOf, type Span } from "./axis";
import { endOf, lookOf, startOf } from "./looks";
import type { Plan, Window } from "./model";
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
  open: ((window: Window) => void) | undefined,
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
    </table>`;
}
