/** A dashboard of all batteries, made anew whenever it is looked at. */

import { MAX_BATTERIES } from "./config";
import { batteriesOf, type HomeAssistant } from "./home-assistant";
import { loadWords, Words } from "./words";

/** Return the views: a card for each battery, and a list where there are several. */
export async function dashboard(hass: HomeAssistant) {
  await loadWords(hass).catch(() => undefined);
  const words = new Words(hass);
  const ids = batteriesOf(hass).map((it) => it.id);
  const cards = {
    title: words.say("view_cards"),
    path: "batteries",
    icon: "mdi:home-battery",
    type: "sections",
    max_columns: 2,
    sections: (ids.length ? ids : [undefined]).map((id) => ({
      type: "grid",
      column_span: ids.length > 1 ? 1 : 2,
      cards: [
        {
          type: "custom:amps-battery-card",
          ...(id ? { device_id: [id] } : {}),
          grid_options: { columns: "full" },
        },
      ],
    })),
  };
  const list = {
    title: words.say("view_list"),
    path: "list",
    icon: "mdi:format-list-bulleted",
    type: "panel",
    cards: [{ type: "custom:amps-fleet-card" }],
  };
  if (ids.length > MAX_BATTERIES) return { title: "Amps", views: [list] };
  return { title: "Amps", views: ids.length > 1 ? [cards, list] : [cards] };
}
