// The line between the two dates of a comparison, moved by finger, mouse or keys; both dates above it.

import { longDate } from "../time";
import { tr } from "../i18n";
import type { App } from "./app";
import { datesOf } from "./compare";
import { h } from "./dom";

const STEP = 0.02;

export class Divider {
  readonly element = h("div", { class: "divider", role: "slider", tabindex: 0, "aria-label": tr("Line between the two dates"), "aria-valuemin": 0, "aria-valuemax": 100 });
  /** The earlier date, beside the line. */
  readonly then = h("div", { class: "date then", "aria-hidden": "true" });

  constructor(private readonly app: App) {
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("pointerdown", (event) => this.onDrag(event));
    app.store.subscribe((_, changed) => {
      if (changed.has("compare") || changed.has("cut") || changed.has("day")) this.update();
    });
    this.update();
  }

  private update(): void {
    const { compare, cut } = this.app.state;
    this.element.hidden = this.then.hidden = compare === null;
    if (compare === null) return;
    const [first, second] = datesOf(this.app);
    this.then.textContent = longDate(first);
    this.element.style.left = `${cut * 100}%`;
    this.element.setAttribute("aria-valuenow", String(Math.round(cut * 100)));
    this.element.setAttribute("aria-valuetext", tr("left of it {first}, right of it {second}", { first: longDate(first), second: longDate(second) }));
  }

  private move(cut: number): void {
    this.app.store.set({ cut: Math.max(0.02, Math.min(0.98, cut)) });
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(this.app.state.cut + by);
  }

  private onDrag(event: PointerEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const box = (this.element.parentElement as HTMLElement).getBoundingClientRect();
    const move = (e: PointerEvent) => this.move((e.clientX - box.left) / box.width);
    const stop = () => {
      this.element.removeEventListener("pointermove", move);
      this.element.removeEventListener("pointerup", stop);
      this.element.removeEventListener("pointercancel", stop);
    };
    this.element.addEventListener("pointermove", move);
    this.element.addEventListener("pointerup", stop);
    this.element.addEventListener("pointercancel", stop);
  }
}
