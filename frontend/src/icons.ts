/** The shapes of commands and of states; Home Assistant draws them. */

import type { GoalLook } from "./goals";
import type { Look } from "./looks";
import type { Command } from "./model";

export const COMMAND_ICONS: Record<Command, string> = {
  charge: "mdi:battery-arrow-up",
  discharge: "mdi:battery-arrow-down",
  idle: "mdi:pause-circle-outline",
  auto_balanced: "mdi:scale-balance",
  auto_reserve: "mdi:shield-half-full",
  auto_export: "mdi:transmission-tower-export",
};

export const LOOK_ICONS: Record<Look, string> = {
  suggested: "mdi:lightbulb-outline",
  planned: "mdi:clock-outline",
  paused: "mdi:pause",
  retrying: "mdi:refresh",
  sent: "mdi:cloud-check-outline",
  active: "mdi:play",
  done: "mdi:check",
  accepted: "mdi:help-circle-outline",
  incomplete: "mdi:circle-half-full",
  failed: "mdi:alert",
  missed: "mdi:close-thick",
  cancelled: "mdi:cancel",
  skipped: "mdi:skip-next",
  ended: "mdi:circle-medium",
};

/** A goal has the shapes of a window, and one for what may not be met. */
export const goalIcon = (look: GoalLook): string =>
  look === "at_risk" ? "mdi:alert-outline" : (GOAL_ICONS[look] ?? LOOK_ICONS[look]);

const GOAL_ICONS: Partial<Record<Look, string>> = {
  planned: "mdi:flag-outline",
  active: "mdi:flag",
};
