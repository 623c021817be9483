// Colours: which ink reads on them, and their lighter kin.

function channels(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance (WCAG 2.2). */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((v) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** White or near-black, whichever reads better on `hex`; white where it reaches 3 : 1. */
export function inkOn(hex: string): string {
  return contrast(hex, "#ffffff") >= 3 ? "#ffffff" : "#1d1d1b";
}

/** A mix of two colours; `share` of the second. */
export function mix(a: string, b: string, share: number): string {
  const [x, y] = [channels(a), channels(b)];
  const part = (i: number) => Math.round(x[i] + (y[i] - x[i]) * share).toString(16).padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}
