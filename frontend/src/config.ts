/** What a card is given, and the form in which it is chosen. */

import type { HomeAssistant, Localize } from "./home-assistant";
import { loadWords } from "./words";

export interface CardConfig {
  type: string;
  /** Ids of devices; all batteries where there are none. */
  device_id?: string | string[];
  title?: string;
  days_back?: number;
  days_ahead?: number;
  show_power?: boolean;
  show_controls?: boolean;
}

export const MAX_BATTERIES = 12;
const MAX_DAYS = 7;

/** Return the batteries that are chosen; none where it is all of them. */
export function chosen(config: CardConfig): string[] {
  const { device_id: ids } = config;
  return ids === undefined ? [] : typeof ids === "string" ? [ids] : ids;
}

/** Return the field of which no card can be made, if there is one. */
export function faultOf(config: CardConfig): string | undefined {
  const ids: unknown = chosen(config);
  const listed = Array.isArray(ids) && ids.every((it) => typeof it === "string");
  if (!listed || ids.length > MAX_BATTERIES) return "device_id";
  return (["days_back", "days_ahead"] as const).find((name) => {
    const value = config[name] ?? 0;
    return !Number.isInteger(value) || value < 0 || value > MAX_DAYS;
  });
}

/** Refuse what no card can be made of. */
export function check(config: CardConfig): void {
  const fault = faultOf(config);
  if (fault) throw new Error(fault);
}

const days = { number: { min: 0, max: MAX_DAYS, mode: "box" } };

/** Return the form of the card's editor. */
export async function configForm() {
  const home = document.querySelector("home-assistant") as
    | (Element & { hass?: HomeAssistant })
    | null;
  if (home?.hass) await loadWords(home.hass).catch(() => undefined);
  const say = (localize: Localize | undefined, key: string) =>
    (localize ?? home?.hass?.localize)?.(`component.amps.config_panel.card.${key}`) ??
    "";
  return {
    schema: [
      {
        name: "device_id",
        selector: { device: { multiple: true, filter: [{ integration: "amps" }] } },
      },
      { name: "title", selector: { text: {} } },
      {
        type: "grid",
        name: "",
        schema: [
          { name: "days_back", default: 1, selector: days },
          { name: "days_ahead", default: 1, selector: days },
          { name: "show_power", default: true, selector: { boolean: {} } },
          { name: "show_controls", default: true, selector: { boolean: {} } },
        ],
      },
    ],
    computeLabel: ({ name }: { name: string }, localize?: Localize) =>
      name && say(localize, `editor_${name}`),
    computeHelper: ({ name }: { name: string }, localize?: Localize) =>
      name && say(localize, `editor_${name}_help`),
    assertConfig: check,
  };
}
