// A canvas whose strokes become elements of SVG: the map's painters draw on it as on any other.
// Text is always the text of an element, so that no words of a report can become markup.

const SVG = "http://www.w3.org/2000/svg";

type Matrix = [number, number, number, number, number, number];
interface Pen {
  fillStyle: unknown; strokeStyle: unknown; lineWidth: number; globalAlpha: number; font: string; textAlign: string; textBaseline: string; direction: string;
  lineJoin: string; lineCap: string; dash: number[]; matrix: Matrix; into: SVGElement;
}

const short = (n: number): string => String(Math.round(n * 100) / 100);

/** A colour as SVG of any age reads it: opaque, and how opaque it is. */
function split(colour: unknown): [string, number] {
  const text = String(colour);
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})$/i.exec(text);
  if (hex) return [`#${hex[1]}`, parseInt(hex[2], 16) / 255];
  const rgba = /^rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)$/.exec(text);
  return rgba ? [`rgb(${rgba[1]},${rgba[2]},${rgba[3]})`, Number(rgba[4])] : [text, 1];
}

/** Text without what XML cannot hold: control signs, halves of pairs. */
const tame = (text: string): string =>
  Array.from(text, (sign) => (/^(?:[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff])$/.test(sign) ? "\ufffd" : sign)).join("");

export class SvgInk {
  readonly root = document.createElementNS(SVG, "svg");
  private readonly defs = this.add("defs", {}, this.root);
  private readonly ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
  private readonly stack: Pen[] = [];
  private path = "";
  private ids = 0;
  fillStyle: unknown = "#000000";
  strokeStyle: unknown = "#000000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign = "left";
  textBaseline = "alphabetic";
  direction = "ltr";
  lineJoin = "miter";
  lineCap = "butt";
  private dash: number[] = [];
  private matrix: Matrix = [1, 0, 0, 1, 0, 0];
  private into: SVGElement = this.root;

  /** `prefix` keeps names of paints apart where several pictures stand in one page. */
  constructor(private readonly prefix = "p") {}

  /** This, as what the painters expect. */
  get context(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }

  private add(tag: string, attributes: Record<string, string | number>, into: Element = this.into): SVGElement {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    into.append(element);
    return element;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, direction, lineJoin, lineCap, dash, matrix, into } = this;
    this.stack.push({ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, direction, lineJoin, lineCap, dash, matrix, into });
  }

  restore(): void {
    const pen = this.stack.pop();
    if (pen) Object.assign(this, pen);
  }

  translate(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a, b, c, d, e + a * x + c * y, f + b * x + d * y];
  }

  scale(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a * x, b * x, c * y, d * y, e, f];
  }

  beginPath(): void {
    this.path = "";
  }

  moveTo(x: number, y: number): void {
    this.path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path ? "L" : "M"}${short(x)} ${short(y)}`;
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.path += `Q${short(cx)} ${short(cy)} ${short(x)} ${short(y)}`;
  }

  closePath(): void {
    this.path += "Z";
  }

  rect(x: number, y: number, w: number, h: number): void {
    this.path += `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`;
  }

  roundRect(x: number, y: number, w: number, h: number, r: number): void {
    const k = Math.min(r, w / 2, h / 2);
    const corner = (dx: number, dy: number) => `a${short(k)} ${short(k)} 0 0 1 ${short(dx)} ${short(dy)}`;
    this.path += `M${short(x + k)} ${short(y)}h${short(w - 2 * k)}${corner(k, k)}v${short(h - 2 * k)}${corner(-k, k)}h${short(2 * k - w)}${corner(-k, -k)}v${short(2 * k - h)}${corner(k, -k)}Z`;
  }

  arc(x: number, y: number, r: number, from: number, to: number, backwards = false): void {
    const turn = backwards ? from - to : to - from;
    const at = (angle: number): [number, number] => [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    const [sx, sy] = at(from);
    this.lineTo(sx, sy);
    const step = (angle: number, large: boolean) => {
      const [ex, ey] = at(angle);
      this.path += `A${short(r)} ${short(r)} 0 ${large ? 1 : 0} ${backwards ? 0 : 1} ${short(ex)} ${short(ey)}`;
    };
    if (turn >= 2 * Math.PI - 1e-6) {
      step(from + (backwards ? -Math.PI : Math.PI), false);
      step(from, false);
    } else step(to, turn > Math.PI);
  }

  setLineDash(dash: number[]): void {
    this.dash = dash;
  }

  private transform(): Record<string, string> {
    const [a, b, c, d, e, f] = this.matrix;
    if (a === 1 && !b && !c && d === 1) return e || f ? { transform: `translate(${short(e)} ${short(f)})` } : {};
    return { transform: `matrix(${[a, b, c, d].map((v) => String(Math.round(v * 1e4) / 1e4)).join(" ")} ${short(e)} ${short(f)})` };
  }

  private filled(): Record<string, string | number> {
    const [fill, share] = split(this.fillStyle);
    const opacity = share * this.globalAlpha;
    return { fill, ...(opacity < 1 ? { "fill-opacity": short(opacity) } : {}) };
  }

  private stroked(): Record<string, string | number> {
    const [stroke, share] = split(this.strokeStyle);
    const opacity = share * this.globalAlpha;
    return {
      fill: "none", stroke, "stroke-width": short(this.lineWidth), ...(opacity < 1 ? { "stroke-opacity": short(opacity) } : {}),
      ...(this.dash.length ? { "stroke-dasharray": this.dash.join(" ") } : {}),
      ...(this.lineJoin === "miter" ? {} : { "stroke-linejoin": this.lineJoin }), ...(this.lineCap === "butt" ? {} : { "stroke-linecap": this.lineCap }),
    };
  }

  fill(rule?: CanvasFillRule): void {
    this.drawPath(this.path, { ...this.filled(), ...(rule === "evenodd" ? { "fill-rule": rule } : {}) });
  }

  stroke(): void {
    this.drawPath(this.path, this.stroked());
  }

  /** Fill or stroke a path that is written as SVG already. */
  shape(path: string, way: "fill" | "stroke"): void {
    this.drawPath(path, way === "fill" ? this.filled() : this.stroked());
  }

  private drawPath(d: string, look: Record<string, string | number>): void {
    if (d) this.add("path", { d, ...look, ...this.transform() });
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.add("rect", { x: short(x), y: short(y), width: short(width), height: short(height), ...this.filled(), ...this.transform() });
  }

  clip(): void {
    const id = `${this.prefix}-clip-${this.ids++}`;
    const clip = this.add("clipPath", { id }, this.defs);
    this.add("path", { d: this.path, ...this.transform() }, clip);
    this.into = this.add("g", { "clip-path": `url(#${id})` });
  }

  /** Stripes of two colours, as `hatch` in paint.ts makes them. */
  hatch(a: string, b: string, size: number): string {
    const id = `${this.prefix}-hatch-${this.ids++}`;
    const pattern = this.add("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `scale(${size}) rotate(-45)` }, this.defs);
    this.add("rect", { width: 8, height: 8, fill: a }, pattern);
    this.add("rect", { width: 8, height: 4, fill: b }, pattern);
    return `url(#${id})`;
  }

  /** Thin stripes with nothing between them, as `stripes` in paint.ts makes them. */
  stripes(colour: string): string {
    const id = `${this.prefix}-stripes-${this.ids++}`;
    const pattern = this.add("pattern", { id, width: 5.7, height: 5.7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, this.defs);
    this.add("rect", { width: 5.7, height: 1.3, fill: colour }, pattern);
    return `url(#${id})`;
  }

  createLinearGradient(x1: number, y1: number, x2: number, y2: number): { addColorStop: (at: number, colour: string) => void; toString: () => string } {
    const id = `${this.prefix}-fade-${this.ids++}`;
    const gradient = this.add("linearGradient", { id, gradientUnits: "userSpaceOnUse", x1: short(x1), y1: short(y1), x2: short(x2), y2: short(y2) }, this.defs);
    return {
      addColorStop: (offset, colour) => {
        const [plain, opacity] = split(colour);
        this.add("stop", { offset, "stop-color": plain, "stop-opacity": short(opacity) }, gradient);
      },
      toString: () => `url(#${id})`,
    };
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  private write(text: string, x: number, y: number, look: Record<string, string | number>): void {
    const font = /^(italic )?(?:(\d{3}|bold) )?([\d.]+)px(?:\/\S+)? (.*)$/.exec(this.font);
    const size = Number(font?.[3] ?? 10);
    // Baselines by hand: programs that draw SVG differ in the words for them.
    const drop = { middle: 0.35, top: 0.8, bottom: -0.22 }[this.textBaseline] ?? 0;
    const isRight = this.direction === "rtl";
    const anchor = this.textAlign === "center" ? "middle" : (this.textAlign === "right") === isRight ? "start" : "end";
    this.add("text", {
      x: short(x), y: short(y + drop * size), "font-size": size, "font-family": font?.[4] ?? "sans-serif", "text-anchor": anchor,
      ...(isRight ? { direction: "rtl" } : {}), ...(font?.[1] ? { "font-style": "italic" } : {}), ...(font?.[2] ? { "font-weight": font[2] } : {}), ...look, ...this.transform(),
    }).textContent = tame(text);
  }

  fillText(text: string, x: number, y: number): void {
    this.write(text, x, y, this.filled());
  }

  strokeText(text: string, x: number, y: number): void {
    this.write(text, x, y, this.stroked());
  }

  /** The picture as a file of its own. */
  file(width: number, height: number, title: string): string {
    const { root } = this;
    for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) root.setAttribute(key, String(value));
    const name = document.createElementNS(SVG, "title");
    name.textContent = tame(title);
    root.prepend(name);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
  }
}

/** Draw a path that is written as SVG, on a canvas or as SVG. */
export function shape(ctx: CanvasRenderingContext2D, path: string, way: "fill" | "stroke"): void {
  if (ctx instanceof SvgInk) (ctx as SvgInk).shape(path, way);
  else ctx[way](new Path2D(path));
}
