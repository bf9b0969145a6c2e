/** What is used of Home Assistant's frontend, as far as it is known there. */

export type Localize = (key: string, values?: Record<string, unknown>) => string;

export interface EntityState {
  entity_id: string;
  state: string;
  last_updated: string;
  attributes: Record<string, unknown>;
}

export interface Device {
  id: string;
  name: string | null;
  name_by_user: string | null;
  identifiers: [string, string][];
  disabled_by: string | null;
}

export interface Connection {
  subscribeMessage<T>(
    onMessage: (message: T) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
}

export interface HomeAssistant {
  connection: Connection;
  config: { time_zone: string; currency?: string; state?: string };
  locale: { language: string; time_format: string };
  states: Record<string, EntityState>;
  devices: Record<string, Device>;
  user?: { is_admin: boolean };
  localize: Localize;
  callWS<T>(message: object): Promise<T>;
  callService(
    domain: string,
    service: string,
    data?: object,
    target?: object,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
  loadBackendTranslation(category: string, integration: string): Promise<Localize>;
}

/** What Home Assistant answers where a command or an action fails. */
export interface Failure {
  code?: string;
  message?: string;
  translation_domain?: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}

export function fire(element: EventTarget, type: string, detail: object = {}): void {
  element.dispatchEvent(
    new CustomEvent(type, { bubbles: true, composed: true, detail }),
  );
}

/** Go to another page of Home Assistant without loading it anew. */
export function navigate(path: string): void {
  history.pushState(null, "", path);
  fire(window, "location-changed", { replace: false });
}

/** Return the batteries of this integration, by name. */
export function batteriesOf(hass: HomeAssistant): Device[] {
  return Object.values(hass.devices)
    .filter(
      (it) => !it.disabled_by && it.identifiers.some(([domain]) => domain === "amps"),
    )
    .sort((one, two) => nameOf(one).localeCompare(nameOf(two)));
}

export function nameOf(device: Device | undefined): string {
  return device?.name_by_user || device?.name || "";
}
