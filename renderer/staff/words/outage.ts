const cures: Record<string, string> = {
  'vault/disk-full': 'The disk is full. Free some space: the kiosk goes back to service by itself.',
  'vault/io':
    'The disk refused to write. Check the disk and its cable: the kiosk tries again every few seconds.',
  'vault/read-only': 'The data folder cannot be written to. Correct its permissions.',
  'vault/locked': 'Another program holds the database. End it; if none is running, restart the kiosk.',
  'vault/corrupt':
    'The database is damaged. Restart the kiosk: it sets the file aside and starts a fresh one.',
  'vault/unreadable':
    'The database is damaged. Restart the kiosk: it sets the file aside and starts a fresh one.',
  'vault/tampered':
    'The log does not agree with itself. Do not clear anything; call whoever is responsible for the audit.',
  'vault/key-unavailable': 'The system’s key store did not answer. Unlock it and restart the kiosk.',
};

/** What to do when the kiosk cannot serve; a code without a cure of its own gets the general one. */
export function outageCure(code: string): string {
  return Object.hasOwn(cures, code)
    ? (cures[code] as string)
    : 'Restart the kiosk. If this comes back, give the code to whoever looks after it.';
}
