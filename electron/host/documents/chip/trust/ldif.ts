/** What a directory export of the ICAO PKD holds for us (RFC 2849; Doc 9303-12 §10). */
export interface LdifContents {
  readonly masterLists: readonly Uint8Array[];
  /** Entries of other kinds, only counted. */
  readonly documentSigners: number;
  readonly revocationLists: number;
}

const MASTER_LIST = new Set(['pkdmasterlistcontent', 'cscamasterlistdata']);

/** `name;options::` before a value in base64. */
const BASE64_ATTRIBUTE = /^([a-z][a-z0-9-]{0,63})(?:;[a-z0-9;-]{0,63})?:: */i;

/** Lines with their continuations, which begin with a blank, joined. */
function* logicalLines(text: string): Generator<string> {
  let pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
    start = end < 0 ? text.length : end + 1;
    if (line.startsWith(' ')) {
      pieces.push(line.slice(1));
      continue;
    }
    if (pieces.length > 0) yield pieces.join('');
    pieces = [line];
  }
  if (pieces.length > 0) yield pieces.join('');
}

/** Whether a file looks like LDIF: it begins with a version, a distinguished name or a comment. */
export function looksLikeLdif(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  return /^(\u00ef\u00bb\u00bf)?\s*(version:|dn:|#)/i.test(start);
}

/** Takes the master lists out of an LDIF file. Lines that are none are passed over. */
export function readLdif(bytes: Uint8Array): LdifContents {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const masterLists: Uint8Array[] = [];
  let documentSigners = 0;
  let revocationLists = 0;
  for (const line of logicalLines(text)) {
    const found = BASE64_ATTRIBUTE.exec(line);
    if (!found) continue;
    const attribute = (found[1] as string).toLowerCase();
    if (MASTER_LIST.has(attribute)) {
      masterLists.push(new Uint8Array(Buffer.from(line.slice(found[0].length), 'base64')));
    }
    if (attribute === 'usercertificate') documentSigners += 1;
    if (attribute === 'certificaterevocationlist') revocationLists += 1;
  }
  return { masterLists, documentSigners, revocationLists };
}
