// Colours of the map itself; the page's own stand in style.css under the same theme.

export interface Theme {
  sea: string; land: string; coast: string; river: string; border: string; disputed: string;
  paper: string; ink: string; soft: string; country: string; town: string; halo: string;
}

export const LIGHT: Theme = {
  sea: "#dce7ea", land: "#f7f4ec", coast: "#a9bcc2", river: "#bcd2d8", border: "#a39d8e", disputed: "#8d8576",
  paper: "#ffffff", ink: "#1d1d1b", soft: "#6b675e", country: "#857e6c", town: "#6b665e", halo: "#f7f4ec",
};

/** For paper: white ground, dark lines, nothing that costs ink for nothing. */
export const PRINT: Theme = {
  sea: "#e9eef0", land: "#ffffff", coast: "#7d8a90", river: "#a9bcc4", border: "#6f6a5e", disputed: "#6f6a5e",
  paper: "#ffffff", ink: "#000000", soft: "#45423c", country: "#5c574b", town: "#45423c", halo: "#ffffff",
};

export const DARK: Theme = {
  sea: "#10181c", land: "#20262a", coast: "#3a4a52", river: "#2c3c44", border: "#5a6468", disputed: "#7d8488",
  paper: "#14181a", ink: "#f1efe9", soft: "#a9aba7", country: "#848e92", town: "#9aa2a5", halo: "#20262a",
};
