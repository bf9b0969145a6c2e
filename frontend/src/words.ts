/** All that is said, in the language of whoever looks. */

import type { Failure, HomeAssistant, Localize } from "./home-assistant";
import type { Command, Planned } from "./model";
import { midnightBefore } from "./zone";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OWN = "component.amps.config_panel.card";
const WINDOW = "component.amps.entity.calendar.plan.state_attributes";
const MODE = "component.amps.entity.select.operation_mode.state";

const loads = new Map<string, Promise<unknown>>();

/** Have the texts of the card there, in the language that is chosen now. */
export function loadWords(hass: HomeAssistant): Promise<unknown> {
  const { language } = hass.locale;
  let load = loads.get(language);
  if (!load) {
    load = hass.loadBackendTranslation("config_panel", "amps");
    loads.set(language, load);
    load.catch(() => loads.delete(language));
  }
  return load;
}

/** Words, numbers and times; times are those on the wall of the house. */
export class Words {
  readonly zone: string;
  private readonly language: string;
  private readonly localize: Localize;
  private readonly hour12: boolean;
  private readonly padded: "numeric" | "2-digit";
  private readonly currency: string;

  constructor(hass: Pick<HomeAssistant, "config" | "locale" | "localize">) {
    this.zone = hass.config.time_zone;
    this.language = hass.locale.language;
    this.localize = hass.localize;
    this.currency = hass.config.currency ?? "EUR";
    const format = hass.locale.time_format;
    this.hour12 =
      format === "12" || (format !== "24" && hasHalfDays(format, this.language));
    this.padded = this.hour12 ? "numeric" : "2-digit";
  }

  /** Whether these are still the words for what is chosen. */
  isFor(hass: HomeAssistant): boolean {
    return this.localize === hass.localize && this.zone === hass.config.time_zone;
  }

  say(key: string, values?: Record<string, unknown>): string {
    return this.localize(`${OWN}.${key}`, values);
  }

  command(command: Command | null | undefined): string {
    return command ? this.localize(`${MODE}.${command}`) : "?";
  }

  status(status: string): string {
    return (
      this.localize(`${WINDOW}.status.state.${status}`) ||
      this.say(`status_${status}`) ||
      status
    );
  }

  reason(reason: string): string {
    return this.localize(`${WINDOW}.reason.state.${reason}`) || reason;
  }

  origin(origin: string): string {
    return this.localize(`${WINDOW}.origin.state.${origin}`) || origin;
  }

  /** What is asked where it is told who planned something. */
  originName(): string {
    return this.localize(`${WINDOW}.origin.name`);
  }

  /** What a plan is for, such as "Charge to 90 %". */
  title(window: Pick<Planned, "command" | "target" | "reserve">): string {
    const command = this.command(window.command);
    if (window.target !== null) {
      return this.say("title_target", { command, level: this.percent(window.target) });
    }
    if (window.reserve !== null && window.command === "auto_reserve") {
      return this.say("title_reserve", {
        command,
        level: this.percent(window.reserve),
      });
    }
    return command;
  }

  number(value: number, digits = 1): string {
    const format = new Intl.NumberFormat(this.language, {
      maximumFractionDigits: digits,
    });
    return format.format(value);
  }

  percent(value: number): string {
    const format = new Intl.NumberFormat(this.language, {
      style: "percent",
      maximumFractionDigits: 0,
    });
    return format.format(value / 100);
  }

  power(kilowatts: number): string {
    return `${this.number(Math.abs(kilowatts), 2)} kW`;
  }

  energy(kilowattHours: number): string {
    return `${this.number(kilowattHours)} kWh`;
  }

  /** An amount of money, by default of the currency that Home Assistant has. */
  money(value: number, currency = this.currency, digits = 2): string {
    const format = new Intl.NumberFormat(this.language, {
      style: "currency",
      currency,
      maximumFractionDigits: digits,
    });
    return format.format(value);
  }

  /** What a kWh costs. */
  price(value: number, currency?: string): string {
    return `${this.money(value, currency, 3)}/kWh`;
  }

  time(instant: number): string {
    return this.format({ hour: this.padded, minute: "2-digit" }, instant);
  }

  /** An hour on an axis, where there is little room. */
  hour(instant: number): string {
    if (this.hour12) return this.format({ hour: "numeric" }, instant);
    return this.time(instant);
  }

  /** An hour of the clock, from 0 to 23. */
  clockHour(hour: number): string {
    return new Intl.DateTimeFormat(this.language, {
      timeZone: "UTC",
      hour: this.padded,
      hourCycle: this.hour12 ? "h12" : "h23",
    })
      .formatToParts(hour * HOUR)
      .filter(({ type, value }) => type !== "literal" || value.trim() === "")
      .map(({ value }) => value)
      .join("")
      .trim();
  }

  /** Today, tomorrow, or a date; `now` is an instant. */
  day(instant: number, now: number): string {
    const apart = Math.round(
      (midnightBefore(instant, this.zone) - midnightBefore(now, this.zone)) / DAY,
    );
    if (Math.abs(apart) <= 1) {
      const relative = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" });
      return relative.format(apart, "day");
    }
    return this.format({ weekday: "short", day: "numeric", month: "short" }, instant);
  }

  /** The name of a day of the week, Monday being 0. */
  weekday(day: number, width: "narrow" | "short" | "long"): string {
    const format = new Intl.DateTimeFormat(this.language, {
      weekday: width,
      timeZone: "UTC",
    });
    return format.format(Date.UTC(2024, 0, 1 + day));
  }

  /** From when until when, with the day where it is not today. */
  span(start: number, end: number | null, now: number): string {
    const from = `${this.day(start, now)} ${this.time(start)}`;
    if (end === null) return from;
    const last = end > start ? end - 1 : end;
    const sameDay =
      midnightBefore(last, this.zone) === midnightBefore(start, this.zone);
    const nextMorning = end - start < DAY;
    const until = this.time(end);
    if (sameDay || nextMorning) return `${from} – ${until}`;
    return `${from} – ${this.day(end, now)} ${until}`;
  }

  duration(milliseconds: number): string {
    const minutes = Math.max(0, Math.round(milliseconds / 60_000));
    const part = (value: number, unit: "hour" | "minute") =>
      new Intl.NumberFormat(this.language, {
        style: "unit",
        unit,
        unitDisplay: "short",
      }).format(value);
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (!hours) return part(rest, "minute");
    return rest
      ? `${part(hours, "hour")} ${part(rest, "minute")}`
      : part(hours, "hour");
  }

  /** What went wrong, as the person can understand it. */
  async failure(hass: HomeAssistant, error: unknown): Promise<string> {
    const failure = (error ?? {}) as Failure;
    const { translation_domain: domain, translation_key: key } = failure;
    if (domain && key) {
      const localize = await hass
        .loadBackendTranslation("exceptions", domain)
        .catch(() => undefined);
      const values = failure.translation_placeholders;
      const text = localize?.(`component.${domain}.exceptions.${key}.message`, values);
      if (text) return text;
    }
    return failure.message || this.say("failed");
  }

  private format(options: Intl.DateTimeFormatOptions, instant: number): string {
    return new Intl.DateTimeFormat(this.language, {
      timeZone: this.zone,
      ...(options.hour ? { hourCycle: this.hour12 ? "h12" : "h23" } : {}),
      ...options,
    }).format(instant);
  }
}

export function capital(text: string, language?: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

/** Return whether a language, or that of the system, counts hours to twelve. */
function hasHalfDays(format: string, language: string): boolean {
  const locale = format === "system" ? undefined : language;
  const { hourCycle } = new Intl.DateTimeFormat(locale, {
    hour: "numeric",
  }).resolvedOptions();
  return hourCycle === "h11" || hourCycle === "h12";
}
