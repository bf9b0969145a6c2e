/** How a window is shown: by a word and a shape, and by colour on top of that. */

import type { Command, Planned, Window } from "./model";

export type Look =
  | "suggested"
  | "planned"
  | "paused"
  | "retrying"
  | "sent"
  | "active"
  | "done"
  | "accepted"
  | "incomplete"
  | "failed"
  | "missed"
  | "cancelled"
  | "skipped"
  | "ended";

/** Return how far a window has come, in one of the calendar's words. */
export function lookOf(window: Window, enabled: boolean): Look {
  if (window.absence) return "skipped";
  if (window.runs_on) return "active";
  if (window.state === "suggested") return "suggested";
  if (window.outcome) return window.outcome as Look;
  if (window.state !== "planned" || window.origin === "manual") return window.state;
  if (!enabled) return "paused";
  return window.retrying ? "retrying" : "planned";
}

export function startOf(window: { start: string }): number {
  return Date.parse(window.start);
}

/** Return when a window ends; one without an end is shown for half an hour. */
export function endOf(window: { start: string; end: string | null }): number {
  return window.end ? Date.parse(window.end) : startOf(window) + 30 * 60_000;
}

/** Whose windows are on the plan: the owner's, and those that planners made. */
const PLANNED = new Set(["plan", "goal", "automatic"]);

/** Return whether the owner may still change a window. */
export function isOpen(window: Window): boolean {
  const over = window.state === "ended" || window.runs_on;
  return (
    PLANNED.has(window.origin) &&
    window.state !== "suggested" &&
    !over &&
    !window.absence
  );
}

/** Return whether a window may be moved: what runs already cannot begin again. */
export function isMovable(window: Window, now: number): boolean {
  return isOpen(window) && window.state !== "active" && startOf(window) > now;
}

/** Return whether a window was taken out, and may come back. */
export function isRestorable(window: Window, now: number): boolean {
  return window.absence === "skipped" && endOf(window) > now && !!window.original;
}

export function isTrouble(outcome: string | null | undefined): boolean {
  return outcome === "failed" || outcome === "missed" || outcome === "incomplete";
}

/** Return the kind of colour of a command. */
export function tintOf(command: Command | null | undefined): string {
  if (command === "charge" || command === "discharge" || command === "idle") {
    return command;
  }
  return "auto";
}

export function keyOf(window: Planned): string {
  return `${window.device_id}/${window.uid}/${window.original ?? window.start}`;
}
