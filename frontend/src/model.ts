/** What the integration sends: see `frontend/shapes.py`. Times are ISO 8601. */

export type Command =
  | "charge"
  | "discharge"
  | "idle"
  | "auto_balanced"
  | "auto_reserve"
  | "auto_export";

export type Parameter = "target" | "power" | "reserve";

/** What a window and a goal have in common. */
export interface Planned {
  device_id: string;
  uid: string;
  start: string;
  end: string | null;
  command: Command | null;
  target: number | null;
  power: number | null;
  reserve: number | null;
  repeat: string | null;
  outcome: string | null;
  reason: string | null;
  original: string | null;
  level: number | null;
  /** Money: what it has cost, or of what is to come what it will; negative earns. */
  cost: number | null;
}

export interface Window extends Planned {
  origin: string;
  /** The planner that made it: of a window of a goal the uid of that goal. */
  source: string | null;
  state: "suggested" | "planned" | "sent" | "active" | "ended";
  absence: string | null;
  retrying: boolean;
  /** Whether it was taken back while it runs, and lasts until Amps ends it. */
  runs_on: boolean;
  /** Where somebody else than the owner chose it. */
  why: Why | null;
  /** Money that it was chosen to save. */
  saves: number | null;
}

/** What a sentence consists of that says why a window was chosen. */
export interface Why {
  /** Which sentence it is. */
  kind: string;
  /** What a kWh costs in the window, and otherwise: at an instant, or on average. */
  price: number | null;
  other_price: number | null;
  at: string | null;
}

/** What is to be true by the end of a time; when it happens is left to the planner. */
export interface Goal extends Planned {
  end: string;
  command: Command;
  /** Hours, minutes and seconds, such as "2:00:00". */
  duration: string | null;
  max_price: number | null;
  min_price: number | null;
  in_one_go: boolean;
  state: "planned" | "active" | "ended";
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

/** A value that holds from an instant on until the next one; null where none does. */
export type Step = [string, number | null];

/** What would become of something if it were planned. */
export interface Preview {
  spans: [string, string][];
  level: number | null;
  cost: number | null;
  reason: string | null;
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
  /** What a kWh costs. */
  prices?: { currency: string; steps: Step[] } | null;
  sun?: { unit: string; steps: Step[] } | null;
  /** Points of a line, from the next change of the level on. */
  expected_level?: [string, number][];
}

/** One message: the order where it changed, and what changed of each battery. */
export interface FeedEvent<T> {
  order?: string[];
  batteries?: Record<string, Partial<T>>;
}
