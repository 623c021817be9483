// The notebook's side of a map: a module of anywidget's form. The map stands in a sandboxed frame, and
// what that frame says of its reader's choice goes into the model that Python shares.

import { type Asked, isDay, isWindow, pickedOf, readTold, type Time, toMessage } from "./messages";

interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, call: () => void): void;
  off(event: string, call: () => void): void;
}

/** As in a notebook without the widget (`TimeMap._repr_html_`): scripts, and no origin of its own. */
const SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox";

function frameOf(model: Model): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  const height = model.get("_height");
  frame.setAttribute("sandbox", SANDBOX);
  frame.setAttribute("allow", "fullscreen");
  frame.title = String(model.get("_title"));
  Object.assign(frame.style, { width: "100%", height: `${Number.isInteger(height) ? height : 640}px`, border: "0", display: "block" });
  frame.srcdoc = String(model.get("_page"));
  return frame;
}

const timeIn = (model: Model): { date: string | null; window: number | null } => {
  const [date, days] = [model.get("date"), model.get("window")];
  return { date: isDay(date) ? date : null, window: isWindow(days) ? days : null };
};

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const token = String(model.get("_token"));
  const frame = frameOf(model);
  /** What this frame is known to show. */
  let shown: Time | null = null;

  const ask = (asked: Asked) => frame.contentWindow?.postMessage(toMessage(token, asked), "*");
  const keep = (time: Time) => {
    shown = time;
    model.set("date", time.date);
    model.set("window", time.window);
    model.save_changes();
  };
  const onMessage = (event: MessageEvent) => {
    if (!frame.contentWindow || event.source !== frame.contentWindow) return;
    const told = readTold(event.data, token);
    if (!told) return;
    if (told.kind === "picked") {
      const { events, control, areas } = told;
      model.set("_picked", { events, control, areas });
      model.save_changes();
    } else if (told.kind === "time") keep(told);
    else {
      // A page that was just loaded shows what Python or another view of it has chosen before.
      const wanted = timeIn(model);
      const picked = pickedOf(model.get("_picked"));
      const time = { date: told.date === null ? null : (wanted.date ?? told.date), window: wanted.window ?? told.window };
      keep(time);
      ask({ ...time, picked: picked && Object.values(picked).some((rows) => rows.length) ? picked : null });
    }
  };
  const onModel = () => {
    const { date, window: days } = timeIn(model);
    if (!shown || ((date ?? shown.date) === shown.date && (days ?? shown.window) === shown.window)) return;
    shown = { date: date ?? shown.date, window: days ?? shown.window };
    ask({ date, window: days, picked: null });
  };

  window.addEventListener("message", onMessage);
  model.on("change:date", onModel);
  model.on("change:window", onModel);
  el.append(frame);
  return () => {
    window.removeEventListener("message", onMessage);
    model.off("change:date", onModel);
    model.off("change:window", onModel);
    frame.remove();
  };
}

export default { render };
