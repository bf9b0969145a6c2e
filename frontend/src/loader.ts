/**
 * What every page of Home Assistant loads: the names of the cards and of the dashboard.
 *
 * The rest is loaded where one of them is shown.
 */

type Hass = {
  localize(key: string): string;
  entities: Record<string, { platform?: string; device_id?: string } | undefined>;
  loadBackendTranslation(category: string, integration: string): Promise<unknown>;
};
type View = HTMLElement & { hass?: Hass; config?: object };

const load = () => import("./card.js" as string);
const home = () => document.querySelector("home-assistant") as View | null;

/** Make the element of a card, which shows another one once that is loaded. */
function card(tag: string, view: string, height: number, form: boolean) {
  class Card extends HTMLElement {
    private view: View | undefined;
    private known: Hass | undefined;
    private config: object | undefined;

    setConfig(config: object): void {
      this.config = config;
      this.update();
    }

    set hass(hass: Hass) {
      this.known = hass;
      this.update();
    }

    connectedCallback(): void {
      this.style.display = "block";
      if (this.view) return;
      this.style.minHeight = `${height}px`;
      void load().then(() => {
        this.view ??= document.createElement(view) as View;
        this.update();
      });
    }

    getCardSize(): number {
      return Math.ceil(height / 50);
    }

    getGridOptions(): object {
      return { columns: form ? 12 : "full", min_columns: 6, rows: "auto" };
    }

    static getStubConfig(): object {
      return {};
    }

    private update(): void {
      const { view, known, config } = this;
      if (!view || !known || !config) return;
      Object.assign(view, { hass: known, config });
      if (!view.isConnected) this.replaceChildren(view);
    }
  }
  if (form) {
    Object.assign(Card, { getConfigForm: async () => (await load()).configForm() });
  }
  customElements.define(tag, Card);
}

class Dashboard extends HTMLElement {
  static registryDependencies = ["devices"];
  static noEditor = true;

  static getCreateSuggestions(): object {
    return { title: named("amps_name"), icon: "mdi:home-battery" };
  }

  static async generate(_config: object, hass: Hass): Promise<object> {
    return (await load()).dashboard(hass);
  }
}

/** Return a name in the language that is chosen. */
function named(key: string): string {
  return home()?.hass?.localize(`component.amps.common.${key}`) || "Amps";
}

/** Return what is offered in a list. */
function offered(type: string, more: object): object {
  const name = { enumerable: true, get: () => named(`${type}_name`) };
  const description = { enumerable: true, get: () => named(`${type}_description`) };
  const found = { type: type.replaceAll("_", "-"), ...more };
  return Object.defineProperties(found, { name, description });
}

/** Offer the card of a battery for each of its entities. */
function getEntitySuggestion(hass: Hass, entityId: string): object | null {
  const { platform, device_id } = hass.entities[entityId] ?? {};
  if (platform !== "amps" || !device_id) return null;
  return { config: { type: "custom:amps-battery-card", device_id: [device_id] } };
}

function offer(list: string, ...more: object[]): void {
  const all = window as unknown as Record<string, object[] | undefined>;
  all[list] = [...(all[list] ?? []), ...more];
}

if (!customElements.get("amps-battery-card")) {
  card("amps-battery-card", "amps-battery-view", 430, true);
  card("amps-fleet-card", "amps-fleet-view", 300, false);
  customElements.define("ll-strategy-dashboard-amps", Dashboard);
  const preview = { preview: true, getEntitySuggestion };
  offer(
    "customCards",
    offered("amps_battery_card", preview),
    offered("amps_fleet_card", {}),
  );
  offer("customStrategies", offered("amps", { strategyType: "dashboard" }));
  const connected = (window as { hassConnection?: Promise<unknown> }).hassConnection;
  void connected?.then(() =>
    setTimeout(() => home()?.hass?.loadBackendTranslation("common", "amps"), 1000),
  );
}
