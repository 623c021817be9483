// Taking the view along: a picture, a film of an interval, paper, or a link.

import type * as L from "leaflet";
import { offerBlob } from "../download";
import { counted, tr } from "../i18n";
import { SvgInk } from "../ink";
import { compose, everything, type MapPicture } from "../picture";
import type { Theme } from "../theme";
import { fromIso, isoDate, longDate, stepped } from "../time";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { startsOf } from "./timebar";
import type { MapView } from "./mapview";

const SHARP = 2;
const MOST_FRAMES = 2000;
// The quickest to make first: a machine that falls behind would drop pictures.
const FILMS = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];
const FILM_WIDTH = 1280;
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

export class Save {
  readonly dialog = h("dialog", { class: "save", "aria-labelledby": "ge-save-title" });
  private readonly told = h("p", { class: "soft", role: "status" });
  private readonly from = h("input", { type: "date" });
  private readonly to = h("input", { type: "date" });
  private readonly film = h("button", { class: "solid", onclick: () => void this.onFilm() });
  private isFilming = false;
  private paper: Element | null = null;

  constructor(private readonly app: App, private readonly view: MapView, private readonly theme: () => Theme) {
    const { model } = app;
    for (const [input, day] of [[this.from, model.start], [this.to, model.end]] as const) {
      Object.assign(input, { value: isoDate(day), min: isoDate(model.start), max: isoDate(model.end) });
    }
    this.film.textContent = tr("Save film");
    const button = (text: string, act: () => void) => h("button", { class: "solid", onclick: act }, text);
    this.dialog.append(
      h("button", { class: "close", onclick: () => this.dialog.close() }, tr("Close")),
      h("h2", { id: "ge-save-title" }, tr("Take this view along")),
      h("p", {}, tr("With title, date, legend, sources and licences.")),
      h("div", { class: "tools" },
        button(tr("Picture (PNG)"), () => void this.png()), button(tr("Drawing (SVG)"), () => this.svg()),
        button(tr("Print"), () => window.print()), button(tr("Copy link"), () => void this.link())),
      model.hasTime && model.end > model.start ? h("fieldset", {},
        h("legend", {}, tr("Film of an interval")),
        h("p", { class: "soft" }, tr("One picture per step, at the step and speed chosen below the map. It takes as long as it lasts.")),
        h("div", { class: "tools" },
          h("label", {}, h("span", {}, tr("From")), this.from), h("label", {}, h("span", {}, tr("To")), this.to), this.film)) : "",
      this.told,
    );
    this.dialog.addEventListener("close", () => (this.isFilming = false));
    window.addEventListener("beforeprint", () => this.toPaper());
    window.addEventListener("afterprint", () => this.paper?.remove());
    // `geoevents map --png` asks for the drawing in this way; see geoevents/render/picture.py.
    window.addEventListener("geoevents:picture", (event) => Object.assign((event as CustomEvent).detail, this.file()));
  }

  open(): void {
    this.told.textContent = "";
    this.dialog.showModal();
  }

  private name(kind: string): string {
    const { state, model } = this.app;
    return `map${model.hasTime ? `-${isoDate(state.day)}` : ""}.${kind}`;
  }

  private map(theme: Theme): MapPicture {
    const { map } = this.view;
    const { x, y } = map.getSize();
    const [a, b] = [map.containerPointToLatLng([x / 2 - 50, y / 2]), map.containerPointToLatLng([x / 2 + 50, y / 2])];
    const origin: L.Point = map.containerPointToLayerPoint([0, 0]);
    return {
      width: x, height: y, metres: a.distanceTo(b) / 100,
      paint: (ctx) => {
        ctx.translate(-origin.x, -origin.y);
        return this.view.picture(ctx, theme);
      },
    };
  }

  private drawn(theme: Theme, prefix = "p"): { ink: SvgInk; width: number; height: number } {
    const ink = new SvgInk(prefix);
    const map = this.map(theme);
    return { ink, width: map.width, height: compose(ink.context, this.app, map, theme) };
  }

  private canvas(theme: Theme, height: number, scale: number): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    // Films want even numbers.
    const even = (length: number) => 2 * Math.ceil((length * scale) / 2);
    Object.assign(canvas, { width: even(this.map(theme).width), height: even(height) });
    return canvas;
  }

  private async png(): Promise<void> {
    const theme = this.theme();
    const canvas = this.canvas(theme, this.drawn(theme).height, SHARP);
    const ctx = canvas.getContext("2d") as CanvasRenderingContext2D;
    ctx.scale(SHARP, SHARP);
    compose(ctx, this.app, this.map(theme), theme);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob) offerBlob(this.name("png"), blob);
    this.told.textContent = blob ? tr("The picture is saved.") : tr("This browser could not make the picture; try SVG.");
  }

  private file(): { svg: string; width: number; height: number } {
    const { ink, width, height } = this.drawn(this.theme());
    return { svg: ink.file(width, height, this.app.model.payload.title), width, height };
  }

  private svg(): void {
    offerBlob(this.name("svg"), new Blob([this.file().svg], { type: "image/svg+xml" }));
    this.told.textContent = tr("The drawing is saved.");
  }

  private toPaper(): void {
    this.paper?.remove();
    const { ink, width, height } = this.drawn(this.theme(), "paper");
    ink.root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.paper = ink.root;
    ink.root.setAttribute("class", "paper");
    ink.root.setAttribute("aria-hidden", "true");
    document.getElementById("geoevents-app")?.append(ink.root);
  }

  private async link(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.told.textContent = tr("The link is copied. It opens this view in the same file.");
    } catch {
      this.told.textContent = tr("This browser does not let the page copy; copy the address from its bar.");
    }
  }

  private interval(): [number, number] {
    const { model } = this.app;
    const clamp = (text: string, usual: number) => Math.max(model.start, Math.min(model.end, fromIso(text) ?? usual));
    const [a, b] = [clamp(this.from.value, model.start), clamp(this.to.value, model.end)];
    return [Math.min(a, b), Math.max(a, b)];
  }

  private async onFilm(): Promise<void> {
    if (this.isFilming) {
      this.isFilming = false;
      return;
    }
    const type = typeof MediaRecorder === "undefined" ? undefined : FILMS.find((one) => MediaRecorder.isTypeSupported(one));
    if (!type || !("captureStream" in HTMLCanvasElement.prototype)) {
      this.told.textContent = tr("This browser cannot record films. Open the file in a current Chrome, Edge or Firefox, or save pictures of single dates.");
      return;
    }
    this.isFilming = true;
    this.film.textContent = tr("Stop");
    const before = this.app.state.day;
    try {
      const blob = await this.record(type);
      if (blob) offerBlob(this.name(type.startsWith("video/mp4") ? "mp4" : "webm"), blob);
      this.told.textContent = blob ? tr("The film is saved.") : tr("Stopped; nothing was saved.");
    } catch {
      this.told.textContent = tr("This browser could not record the film; save pictures of single dates instead.");
    }
    this.isFilming = false;
    this.film.textContent = tr("Save film");
    this.app.store.set({ day: before });
  }

  private frames(): number[] {
    const [first, last] = this.interval();
    const { step } = this.app.state;
    const starts = step === "event" ? startsOf(this.app.model) : [];
    const days = [first];
    while (days[days.length - 1] < last && days.length < MOST_FRAMES) days.push(Math.min(last, stepped(days[days.length - 1], step, 1, starts)));
    return days;
  }

  private async record(type: string): Promise<Blob | null> {
    const { app } = this;
    const theme = this.theme();
    const whole = everything(app);
    // The tallest head that any date needs: a note or a title does not change, a date may take a line more.
    const scale = Math.min(SHARP, FILM_WIDTH / this.map(theme).width);
    const canvas = this.canvas(theme, compose(new SvgInk().context, app, this.map(theme), theme, whole) + 20, scale);
    const ctx = canvas.getContext("2d") as CanvasRenderingContext2D;
    const stream = canvas.captureStream(30);
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 6_000_000 });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => data.size && parts.push(data));
    const ended = new Promise<void>((done) => recorder.addEventListener("stop", () => done()));
    const days = this.frames();
    const beat = Math.max(40, 620 / app.state.speed);
    recorder.start(500);
    for (const [i, day] of days.entries()) {
      if (!this.isFilming) break;
      app.store.set({ day, playing: false });
      ctx.setTransform(scale, 0, 0, scale, 0, 0);
      compose(ctx, app, this.map(theme), theme, whole);
      replaceChildren(this.told, tr("{date}: step {i} of {steps}", { date: longDate(day), i: i + 1, steps: counted(days.length, "step") }));
      await wait(beat);
    }
    await wait(200);
    recorder.stop();
    await ended;
    for (const track of stream.getTracks()) track.stop();
    return this.isFilming && parts.length ? new Blob(parts, { type: type.split(";")[0] }) : null;
  }
}
