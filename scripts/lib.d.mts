/** The Electron binary, or null: from ELECTRON_OVERRIDE_DIST_PATH, or installed, or not here. */
export function electronBinary(): string | null;
