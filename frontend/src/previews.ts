/** What would become of a form, asked a moment after its last change. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Preview } from "./model";

const PAUSE = 300;

export class Previews implements ReactiveController {
  /** What is known; undefined while nothing is, or where it is refused. */
  found: Preview | undefined;
  private asked = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
  }

  /** Ask for something else than before, which `key` tells apart. */
  ask(key: string, work: () => Promise<Preview>): void {
    if (key === this.asked) return;
    this.asked = key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.work(key, work), PAUSE);
  }

  private async work(key: string, work: () => Promise<Preview>): Promise<void> {
    // what is wrong with it is said when it is to be planned
    const found = await work().catch(() => undefined);
    if (key !== this.asked) return;
    this.found = found;
    this.host.requestUpdate();
  }
}
