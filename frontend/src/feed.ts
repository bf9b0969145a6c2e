/** A subscription, and what is known by it. */

import type { HomeAssistant } from "./home-assistant";
import type { FeedEvent, Summary } from "./model";

export interface Known<T> {
  order: string[];
  batteries: Record<string, T>;
}

/** Return what is known after one more message. */
export function merged<T extends Summary>(
  known: Known<T> | undefined,
  event: FeedEvent<T>,
): Known<T> {
  const batteries: Record<string, T> = { ...known?.batteries };
  for (const [id, changed] of Object.entries(event.batteries ?? {})) {
    batteries[id] = { ...batteries[id], ...changed } as T;
  }
  return { order: event.order ?? known?.order ?? [], batteries };
}

/** Keeps one subscription; another message ends the one before. */
export class Feed<T extends Summary> {
  known: Known<T> | undefined;
  /** Whether Home Assistant refused it. */
  failed = false;
  private asked = "";
  private round = 0;
  private end: (() => Promise<void>) | undefined;

  constructor(private readonly changed: () => void) {}

  /** Subscribe, unless that is the same as before. */
  async subscribe(hass: HomeAssistant, message: object): Promise<void> {
    const asked = JSON.stringify(message);
    if (asked === this.asked) return;
    this.stop();
    this.asked = asked;
    const round = this.round;
    try {
      const end = await hass.connection.subscribeMessage<FeedEvent<T>>((event) => {
        if (round !== this.round) return;
        this.known = merged(this.known, event);
        this.changed();
      }, message);
      if (round === this.round) this.end = end;
      else void end().catch(() => undefined);
    } catch {
      if (round !== this.round) return;
      this.failed = true;
      this.changed();
    }
  }

  /** Subscribe to nothing; what is known stays, to be shown until the next message. */
  stop(): void {
    void this.end?.().catch(() => undefined);
    this.end = undefined;
    this.asked = "";
    this.failed = false;
    this.round++;
  }
}
