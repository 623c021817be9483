// Theme and layout of the page: the reader's, the author's, or paper's, and wide or narrow.

import { DARK, LIGHT, PRINT, type Theme } from "../theme";
import type { App } from "./app";

/** Up to this width the panel is a sheet over the map. */
const NARROW = 800;

export class Look {
  private readonly dark = window.matchMedia("(prefers-color-scheme: dark)");
  private onPaper = false;

  constructor(private readonly root: HTMLElement, private readonly app: App) {
    this.apply();
    this.arrange();
    this.compared();
    app.store.subscribe((_, changed) => changed.has("compare") && this.compared());
    window.addEventListener("resize", () => this.arrange());
  }

  readonly theme = (): Theme => ({ light: LIGHT, dark: DARK, print: PRINT })[this.name()];

  private name(): "light" | "dark" | "print" {
    const wanted = this.onPaper ? "print" : this.app.state.theme;
    return wanted === "auto" ? (this.dark.matches ? "dark" : "light") : wanted;
  }

  private apply(): void {
    this.root.dataset.theme = this.name();
    this.app.model.tint(this.name() === "dark", this.theme().land);
  }

  private compared(): void {
    this.root.dataset.compare = String(this.app.state.compare !== null);
  }

  private arrange(): void {
    this.root.dataset.layout = this.app.ui.embed || window.innerWidth <= NARROW ? "narrow" : "wide";
  }

  /** Tell whoever paints when the theme has changed. */
  follow(repaint: () => void): void {
    const change = () => {
      this.apply();
      repaint();
    };
    this.dark.addEventListener("change", change);
    this.app.store.subscribe((_, changed) => changed.has("theme") && change());
    for (const [kind, onPaper] of [["beforeprint", true], ["afterprint", false]] as const) {
      window.addEventListener(kind, () => {
        this.onPaper = onPaper;
        change();
      });
    }
  }
}
