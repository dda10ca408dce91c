export interface WifiAccess {
  ssid: string;
  security: 'WPA' | 'none';
  password?: string | undefined;
  hidden: boolean;
}

/** Characters that end or divide a field stand behind a backslash. */
const escaped = (text: string): string => text.replace(/[\\;,:"]/g, '\\$&');

/**
 * What a QR code says so that a phone joins a network: `WIFI:T:WPA;S:name;P:password;H:true;;`, the form of the ZXing barcode
 * contents that the cameras of Android and iOS read. Fields without a value are left out.
 */
export function wifiUri({ ssid, security, password, hidden }: WifiAccess): string {
  const fields = [
    `T:${security === 'none' ? 'nopass' : security}`,
    `S:${escaped(ssid)}`,
    ...(password === undefined ? [] : [`P:${escaped(password)}`]),
    ...(hidden ? ['H:true'] : []),
  ];
  return `WIFI:${fields.join(';')};;`;
}
