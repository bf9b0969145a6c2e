/** What the card has Home Assistant do, and how each of it is undone. */

import { minutesOf } from "./goals";
import { fire, type HomeAssistant } from "./home-assistant";
import { endOf, startOf } from "./looks";
import type { Command, Goal, Parameter, Plan, Planned, Preview, Window } from "./model";
import type { Words } from "./words";

const UNDO_MS = 10_000;

export type Range = "this" | "this_and_future" | "all";

/** What a goal leaves to the planner. */
export interface Aim {
  /** Minutes; null where the level says how far. */
  duration: number | null;
  max_price: number | null;
  min_price: number | null;
  in_one_go: boolean;
}

/** A plan as its owner describes it; instants in milliseconds. */
export interface Draft {
  command: Command;
  start: number;
  end: number;
  target: number | null;
  power: number | null;
  reserve: number | null;
  repeat: string | null;
  /** Null for a window, whose times are its own. */
  aim: Aim | null;
}

export interface Boost {
  command: "charge" | "discharge";
  target: number | null;
  minutes: number;
}

export function draftOf(planned: Window | Goal): Draft {
  return {
    command: planned.command ?? "charge",
    start: startOf(planned),
    end: endOf(planned),
    target: planned.target,
    power: planned.power,
    reserve: planned.reserve,
    repeat: planned.repeat,
    aim: "in_one_go" in planned ? aimOf(planned) : null,
  };
}

function aimOf({ duration, max_price, min_price, in_one_go }: Goal): Aim {
  return { duration: minutesOf(duration) ?? null, max_price, min_price, in_one_go };
}

/** Return which occurrences are meant by an edit. */
function editedOf({ uid, repeat, original }: Planned, range: Range): object {
  return { uid, original: repeat ? original : null, range: repeat ? range : "all" };
}

/** Return whether a planner made it: what becomes of it then is the planner's choice. */
function isMade(planned: Planned): boolean {
  return "origin" in planned && planned.origin !== "plan";
}

const iso = (instant: number): string => new Date(instant).toISOString();

/** Return what is given of a draft's parameters. */
function given(draft: Draft): Partial<Record<Parameter, number>> {
  const found: Partial<Record<Parameter, number>> = {};
  for (const name of ["target", "power", "reserve"] as const) {
    const value = draft[name];
    if (value !== null) found[name] = value;
  }
  return found;
}

/** Return what is given of a goal. */
function givenAim({ duration, in_one_go, ...prices }: Aim): object {
  const limits = Object.entries(prices).filter(([, price]) => price !== null);
  return {
    in_one_go,
    ...(duration === null ? {} : { duration: { minutes: duration } }),
    ...Object.fromEntries(limits),
  };
}

/** Return a draft as the commands of this card take it. */
function fieldsOf({ aim, start, end, ...draft }: Draft): object {
  const goal = aim ? { goal: true, ...givenAim(aim) } : {};
  return { ...draft, ...goal, start: iso(start), end: iso(end) };
}

export class Actions {
  constructor(
    private readonly element: EventTarget,
    private readonly hass: HomeAssistant,
    private readonly words: Words,
  ) {}

  /** Plan something; it may take the time of what is in its way. */
  async schedule(deviceId: string, draft: Draft, replace = false): Promise<void> {
    const uid = await this.add(deviceId, draft, replace);
    this.told("planned", draft, async () => {
      if (uid) await this.cancelWindow(deviceId, uid, undefined, "all");
    });
  }

  /** Change one occurrence, those after it too, or all. */
  async edit(window: Window | Goal, draft: Draft, range: Range): Promise<void> {
    const before = draftOf(window);
    await this.change(window, draft, range);
    // a series that was cut in two is not put together again by another edit
    const undo =
      range === "this_and_future" || isMade(window)
        ? undefined
        : () => this.change({ ...window, start: iso(draft.start) }, before, range);
    this.told("changed", draft, undo);
  }

  /** Take out one occurrence, those after it too, or all. */
  async cancel(window: Window | Goal, range: Range): Promise<void> {
    await this.cancelWindow(window.device_id, window.uid, window.start, range);
    const one = window.repeat && range === "this";
    // what the planner made it makes anew, elsewhere
    const undo = isMade(window)
      ? undefined
      : () => this.restore(window, one ? window.original : null);
    this.told(one ? "skipped" : "deleted", draftOf(window), undo);
  }

  /** Take over what is suggested, all of it or one. */
  async accept(deviceId: string, uid?: string): Promise<void> {
    const one = uid === undefined ? {} : { uid };
    await this.call("amps", "accept_plan", { device_id: [deviceId], ...one });
  }

  /** Have nothing suggested in the time of a suggestion. */
  async decline(window: Window): Promise<void> {
    await this.cancelWindow(window.device_id, window.uid, undefined, "this");
  }

  /** Return what would become of a draft, which may be of something planned. */
  preview(
    deviceId: string,
    draft: Draft,
    changed: Planned | undefined,
    range: Range,
  ): Promise<Preview> {
    return this.hass.callWS<Preview>({
      type: "amps/plan/preview",
      device_id: deviceId,
      ...(changed ? editedOf(changed, range) : {}),
      ...fieldsOf(draft),
    });
  }

  /** Bring back an occurrence that was taken out, or without one the whole window. */
  async restore(window: Planned, original: string | null): Promise<void> {
    const { device_id, uid } = window;
    await this.hass.callWS({ type: "amps/plan/restore", device_id, uid, original });
  }

  /** Charge or discharge from now on, for some time. */
  async boost(deviceId: string, { command, target, minutes }: Boost): Promise<void> {
    await this.call("amps", "send_command", {
      device_id: [deviceId],
      command,
      duration: { minutes },
      ...(target === null ? {} : { target }),
    });
  }

  async stop(plan: Plan): Promise<void> {
    await this.call("button", "press", { entity_id: plan.entities?.stop });
  }

  async setMode(plan: Plan, option: string): Promise<void> {
    const entity_id = plan.entities?.operation_mode;
    await this.call("select", "select_option", { entity_id, option });
  }

  async resume(plan: Plan): Promise<void> {
    await this.call("switch", "turn_on", { entity_id: plan.entities?.plan_enabled });
  }

  /** Do something, and say at the bottom of the screen what went wrong. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      const message = await this.words.failure(this.hass, error);
      fire(this.element, "hass-notification", { message });
      return false;
    }
  }

  private async add(
    deviceId: string,
    draft: Draft,
    replace: boolean,
  ): Promise<string | undefined> {
    const data = {
      device_id: [deviceId],
      command: draft.command,
      start: iso(draft.start),
      end: iso(draft.end),
      ...given(draft),
      ...(draft.aim ? givenAim(draft.aim) : {}),
      ...(draft.repeat ? { repeat: draft.repeat } : {}),
      replace,
    };
    const service = draft.aim ? "schedule_goal" : "schedule_window";
    const { response } = await this.call("amps", service, data, true);
    const [planned] = Object.values((response ?? {}) as Record<string, Planned[]>);
    return planned?.[0]?.uid;
  }

  private async change(planned: Planned, draft: Draft, range: Range): Promise<void> {
    await this.hass.callWS({
      type: "amps/plan/edit",
      device_id: planned.device_id,
      ...editedOf(planned, range),
      ...fieldsOf(draft),
    });
  }

  private async cancelWindow(
    deviceId: string,
    uid: string,
    occurrence: string | undefined,
    range: Range,
  ): Promise<void> {
    const data = { device_id: [deviceId], uid, range };
    await this.call(
      "amps",
      "cancel_window",
      occurrence ? { ...data, occurrence } : data,
    );
  }

  private call(domain: string, service: string, data: object, answers = false) {
    return this.hass.callService(domain, service, data, undefined, false, answers);
  }

  private told(key: string, draft: Draft, undo?: () => Promise<void>): void {
    const { words } = this;
    const what = words.title(draft);
    const when = words.span(draft.start, draft.end, Date.now());
    const action = undo && {
      text: words.say("undo"),
      action: () => void this.attempt(undo),
    };
    fire(this.element, "hass-notification", {
      message: words.say(`told_${key}`, { what, when }),
      duration: UNDO_MS,
      dismissable: true,
      ...(action ? { action } : {}),
    });
  }
}
