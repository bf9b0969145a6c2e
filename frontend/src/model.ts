/** What the integration sends: see `frontend/shapes.py`. Times are ISO 8601. */

export type Command =
  | "charge"
  | "discharge"
  | "idle"
  | "auto_balanced"
  | "auto_reserve"
  | "auto_export";

export type Parameter = "target" | "power" | "reserve";

export interface Window {
  device_id: string;
  uid: string;
  start: string;
  end: string | null;
  command: Command | null;
  target: number | null;
  power: number | null;
  reserve: number | null;
  repeat: string | null;
  origin: string;
  state: "planned" | "sent" | "active" | "ended";
  outcome: string | null;
  reason: string | null;
  original: string | null;
  level: number | null;
  absence: string | null;
  retrying: boolean;
  /** Whether it was taken back while it runs, and lasts until Amps ends it. */
  runs_on: boolean;
  /** In words, where somebody else than the owner chose it. */
  why?: string | null;
  /** In words, such as what it costs or saves. */
  money?: string | null;
}

export interface Ended {
  command: Command;
  target: number | null;
  start: string;
  end: string;
  outcome: string | null;
  reason: string | null;
  level: number | null;
}

export interface Summary {
  available: boolean;
  linked?: boolean;
  problem?: boolean;
  enabled?: boolean;
  level?: number | null;
  power?: number | null;
  mode?: Command | null;
  next?: Window | null;
  last?: Ended | null;
}

export interface Ability {
  command: Command;
  plannable: boolean;
  parameters: Partial<Record<Parameter, { min: number; max: number }>>;
}

/** A value that holds from an instant on, until the next one. */
export type Step = [string, number];

export interface Goal {
  uid: string;
  start: string;
  end: string;
  target: number | null;
  state: string;
  title: string;
}

export interface Plan extends Summary {
  capacity?: number | null;
  commands?: Ability[];
  defaults?: Record<string, number | null>;
  windows?: Window[];
  truncated?: boolean;
  start?: string;
  end?: string;
  entities?: Record<string, string>;
  goals?: Goal[];
  prices?: { unit: string; steps: Step[] };
  sun?: { unit: string; steps: Step[] };
  expected_level?: Step[];
}

/** One message: the order where it changed, and what changed of each battery. */
export interface FeedEvent<T> {
  order?: string[];
  batteries?: Record<string, Partial<T>>;
}
