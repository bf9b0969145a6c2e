/** Windows moved by dragging or by keys, in steps of five minutes. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Span, snapped, snappedUp } from "./axis";
import { endOf, isMovable, keyOf, startOf } from "./looks";
import type { Window } from "./model";

const STEP = 5 * 60_000;
const HOUR = 12 * STEP;
/** So far a pointer goes before a press is a drag, in pixels. */
const SLOP = 4;
/** So near its edge a window is taken by its start or end, in pixels. */
const EDGE = 10;
/** So long a finger rests on a window before it takes it along, in milliseconds. */
const HOLD = 350;
/** So long after the last key a move is taken as meant, in milliseconds. */
const SETTLES = 1200;

type Timer = ReturnType<typeof setTimeout>;

export type Part = "all" | "start" | "end";

export interface Move {
  window: Window;
  start: number;
  end: number;
}

/** Return what a window becomes when one of its parts is moved; lengths are in ms. */
export function movedBy(
  { start, end }: Span,
  part: Part,
  by: number,
  within: Span,
): Span {
  const clamp = (value: number, low: number, high: number) =>
    Math.max(low, Math.min(high, value));
  if (part === "start") {
    const first = Math.min(within.start, start);
    return { start: clamp(snapped(start + by), first, end - STEP), end };
  }
  if (part === "end") {
    return {
      start,
      end: clamp(snapped(end + by), start + STEP, Math.max(within.end, end)),
    };
  }
  const moved = clamp(snapped(start + by), within.start, within.end - (end - start));
  return { start: moved, end: moved + (end - start) };
}

/** Return which part of a window is taken at a place: near its edges an end of it. */
export function partAt(
  x: number,
  { left, right }: { left: number; right: number },
): Part {
  const edge = Math.min(EDGE, (right - left) / 4);
  return x < left + edge ? "start" : x > right - edge ? "end" : "all";
}

interface Drag {
  window: Window;
  part: Part;
  element: HTMLElement;
  pointer: number;
  x: number;
  began: boolean;
  hold: Timer | undefined;
}

interface Host extends ReactiveControllerHost {
  /** The time that the picture shows. */
  readonly span: Span;
  /** How wide it is, in pixels. */
  readonly width: number;
  move(move: Move): void;
}

export class Mover implements ReactiveController {
  /** What is being moved, as it would be. */
  current: Move | undefined;
  private drag: Drag | undefined;
  private settle: Timer | undefined;
  private justDragged = false;

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.cancel();
  }

  /** Return when a window is shown: where it is moved to, while it is. */
  shown(window: Window): Span {
    if (this.current && keyOf(this.current.window) === keyOf(window))
      return this.current;
    return { start: startOf(window), end: endOf(window) };
  }

  isMoving(window: Window): boolean {
    return !!this.current && keyOf(this.current.window) === keyOf(window);
  }

  /** Return whether the click that comes now is the end of a drag. */
  swallowsClick(): boolean {
    const dragged = this.justDragged;
    this.justDragged = false;
    return dragged;
  }

  press(event: PointerEvent, window: Window): void {
    this.justDragged = false;
    if (event.button !== 0 || !isMovable(window, Date.now())) return;
    const element = event.currentTarget as HTMLElement;
    const { pointerId: pointer, clientX: x } = event;
    const part = partAt(x, element.getBoundingClientRect());
    this.drag = { window, part, element, pointer, x, began: false, hold: undefined };
    if (event.pointerType === "mouse") element.setPointerCapture(pointer);
    else this.drag.hold = setTimeout(() => this.begin(), HOLD);
    element.addEventListener("pointermove", this.onMove);
    element.addEventListener("pointerup", this.onUp);
    element.addEventListener("pointercancel", this.onCancel);
    // a finger that took a window along does not scroll
    element.addEventListener("touchmove", this.onTouch, { passive: false });
  }

  /** Move by keys: arrows by five minutes, with Shift by an hour, with Alt the end. */
  key(event: KeyboardEvent, window: Window): void {
    if (event.key === "Escape" && this.current) {
      event.stopPropagation();
      this.cancel();
      return;
    }
    if (event.key === "Enter" && this.current && this.settle !== undefined) {
      event.preventDefault();
      this.done();
      return;
    }
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined || !isMovable(window, Date.now())) return;
    event.preventDefault();
    const by = direction * (event.shiftKey ? HOUR : STEP);
    const part = event.altKey ? "end" : "all";
    this.set(window, movedBy(this.shown(window), part, by, this.within()));
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.done(), SETTLES);
  }

  /** Take a move by keys as meant when the focus leaves. */
  blur(): void {
    if (this.settle !== undefined) this.done();
  }

  private begin(): void {
    if (!this.drag) return;
    this.drag.began = true;
    this.drag.element.setPointerCapture(this.drag.pointer);
    const { window } = this.drag;
    this.set(window, { start: startOf(window), end: endOf(window) });
  }

  private readonly onMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.pointer) return;
    const pixels = event.clientX - drag.x;
    if (!drag.began) {
      if (Math.abs(pixels) < SLOP) return;
      if (drag.hold !== undefined) {
        this.release(); // it scrolls
        return;
      }
      this.begin();
    }
    const { span, width } = this.host;
    const by = (pixels / Math.max(1, width)) * (span.end - span.start);
    const before = { start: startOf(drag.window), end: endOf(drag.window) };
    this.set(drag.window, movedBy(before, drag.part, by, this.within()));
  };

  private readonly onTouch = (event: TouchEvent): void => {
    if (this.drag?.began) event.preventDefault();
  };

  private readonly onUp = (): void => {
    const began = this.drag?.began ?? false;
    this.release();
    this.justDragged = began;
    if (began) this.done();
  };

  private readonly onCancel = (): void => {
    this.release();
    this.cancel();
  };

  private within(): Span {
    return { start: snappedUp(Date.now()), end: this.host.span.end };
  }

  private set(window: Window, { start, end }: Span): void {
    this.current = { window, start, end };
    this.host.requestUpdate();
  }

  private release(): void {
    if (!this.drag) return;
    const { element, hold } = this.drag;
    clearTimeout(hold);
    element.removeEventListener("pointermove", this.onMove);
    element.removeEventListener("pointerup", this.onUp);
    element.removeEventListener("pointercancel", this.onCancel);
    element.removeEventListener("touchmove", this.onTouch);
    this.drag = undefined;
  }

  private cancel(): void {
    clearTimeout(this.settle);
    this.settle = undefined;
    this.release();
    this.current = undefined;
    this.host.requestUpdate();
  }

  private done(): void {
    const move = this.current;
    clearTimeout(this.settle);
    this.settle = undefined;
    if (!move) return;
    const stays =
      move.start === startOf(move.window) && move.end === endOf(move.window);
    if (stays) this.cancel();
    else this.host.move(move);
  }

  /** Show windows where the plan has them again. */
  settled(): void {
    this.current = undefined;
    this.host.requestUpdate();
  }
}
