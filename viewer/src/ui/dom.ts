// Elements made without HTML: text is always a text node, an address always http(s).

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | EventListener>;

function fill(element: Element, props: Props, children: Child[]): void {
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Make an element: attributes, listeners as `onclick` and the like, then children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, props, children);
  return element;
}

export function svg(tag: string, props: Props = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, props, children);
  return element;
}

/** Text of any script and direction, as it came. */
export const said = (text: string, tag: "span" | "q" | "strong" = "span"): HTMLElement => h(tag, { dir: "auto" }, text);

/** The address, if a browser may follow it: http or https, and nothing that only looks like it. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || /[\s\u0000-\u001f\\]/.test(text)) return null;
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link where the address is one, else the text alone. */
export function link(address: string, text: string): HTMLElement {
  const href = webAddress(address);
  return href
    ? h("a", { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text)
    : said(text);
}

export function replaceChildren(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
}

/** A line of name and value, or nothing where there is no value. */
export function fact(label: string, value: Child): HTMLElement | null {
  if (!value) return null;
  return h("div", { class: "fact" }, h("dt", {}, label), h("dd", { dir: "auto" }, value));
}

/** Reasons that travel as one text, "first; second (third)", as a list of sentences. */
export function reasons(text: string): HTMLElement | null {
  const parts = text.split(/;\s+(?![^()]*\))/).map((one) => one.trim()).filter(Boolean);
  if (!parts.length) return null;
  return h("ul", { class: "reasons" }, ...parts.map((one) =>
    h("li", { dir: "auto" }, `${one[0].toUpperCase()}${one.slice(1)}${/[.!?…]$/.test(one) ? "" : "."}`)));
}

/** Reasons under the question that they answer, or nothing where there are none. */
export function why(question: string, text: string): HTMLElement | null {
  const list = reasons(text);
  return list && h("div", { class: "why" }, h("p", { class: "label" }, question), list);
}
