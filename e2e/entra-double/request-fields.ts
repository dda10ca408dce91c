/** What is wrong with a request, in the words of "Inner error codes": the field and a sentence. */
export interface Wrong {
  code: 'badOrMissingField' | 'notFound';
  target: string;
  message: string;
}

/** The contract of the tenant ("Rules and display definitions"), as far as a request is held against it. */
export interface Contract {
  manifest: string;
  type: string;
  /** `attestations.idTokenHints[].mapping[]`: inputClaim and whether it is required. */
  claims: Record<string, { required: boolean }>;
  /** As the Admin API's "Contract type" has it; the issuance specification calls it allowOverrideValidityOnIssuance. */
  allowOverrideValidityIntervalOnIssuance: boolean;
}

type Body = Record<string, unknown>;
const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const bad = (target: string, message: string): Wrong => ({ code: 'badOrMissingField', target, message });

function* unknownFields(body: Body, known: readonly string[], at = ''): Generator<Wrong> {
  for (const name of Object.keys(body))
    if (!known.includes(name)) yield bad(`${at}${name}`, 'The field is not known.');
}

/** "Callback type". The double takes http on this machine, where the service wants an address the internet reaches. */
function* callbackFaults(value: unknown): Generator<Wrong> {
  if (!isObject(value)) return yield bad('callback', 'The request is missing `callback`.');
  yield* unknownFields(value, ['url', 'state', 'headers'], 'callback.');
  const url = typeof value.url === 'string' && URL.canParse(value.url) ? new URL(value.url) : null;
  if (url === null || !(url.protocol === 'https:' || url.hostname === '127.0.0.1'))
    yield bad('callback.url', 'The callback URL is unreadable.');
  if (typeof value.state !== 'string' || value.state === '')
    yield bad('callback.state', 'The request is missing `callback.state`.');
  if (value.headers === undefined) return;
  if (!isObject(value.headers)) return yield bad('callback.headers', 'It is not an object.');
  for (const [name, content] of Object.entries(value.headers))
    if (!['api-key', 'authorization'].includes(name.toLowerCase()) || typeof content !== 'string')
      yield bad('callback.headers', 'Invalid callback header.');
}

/** "RequestRegistration type". */
function* registrationFaults(value: unknown, known: readonly string[]): Generator<Wrong> {
  if (!isObject(value)) return yield bad('registration', 'The request is missing `registration`.');
  yield* unknownFields(value, known, 'registration.');
  if (typeof value.clientName !== 'string' || value.clientName === '')
    yield bad('registration.clientName', 'The request is missing `registration.clientName`.');
  for (const name of ['logoUrl', 'termsOfServiceUrl'])
    if (value[name] !== undefined && !(typeof value[name] === 'string' && URL.canParse(value[name])))
      yield bad(`registration.${name}`, 'It is not a URL.');
}

/** "Pin type". */
function* pinFaults(value: unknown): Generator<Wrong> {
  if (!isObject(value)) return yield bad('pin', 'It is not an object.');
  yield* unknownFields(value, ['value', 'type', 'length', 'salt', 'alg', 'iterations'], 'pin.');
  const length = value.length ?? 6;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 4 || length > 16)
    yield bad('pin.length', 'The length is between 4 and 16.');
  if (value.type !== undefined && value.type !== 'numeric')
    yield bad('pin.type', 'Only numeric is supported.');
  if (typeof value.value !== 'string') return yield bad('pin.value', 'The request is missing `pin.value`.');
  const hashed = [value.salt, value.alg, value.iterations].filter((one) => one !== undefined).length;
  if (hashed === 0) {
    if (!/^\d+$/.test(value.value) || value.value.length !== length)
      yield bad('pin.value', 'It does not have the length given.');
    return;
  }
  if (typeof value.salt !== 'string' || value.salt === '')
    yield bad('pin.salt', 'A hashed PIN needs a salt.');
  if (value.alg !== 'sha256') yield bad('pin.alg', 'Only sha256 is supported.');
  if (value.iterations !== 1) yield bad('pin.iterations', 'Only 1 is supported.');
  if (Buffer.from(value.value, 'base64').length !== 32 || !/^[A-Za-z0-9+/]{43}=$/.test(value.value))
    yield bad('pin.value', 'It is not a salted hash in base64.');
}

function* includeFaults(body: Body, names: readonly string[]): Generator<Wrong> {
  for (const name of names)
    if (body[name] !== undefined && typeof body[name] !== 'boolean')
      yield bad(name, `The request contains \`${name}\`, but it is not boolean.`);
}

function* authorityFaults(body: Body, authority: string): Generator<Wrong> {
  if (typeof body.authority !== 'string') yield bad('authority', 'The request is missing `authority`.');
  else if (body.authority !== authority)
    yield { code: 'notFound', target: 'authority', message: 'The authority was not found.' };
}

/** Every rule of "Issuance request payload" that the specification states; the first fault is what is answered. */
export function* issuanceFaults(body: Body, authority: string, contract: Contract): Generator<Wrong> {
  yield* unknownFields(body, [
    'includeQRCode',
    'callback',
    'authority',
    'registration',
    'type',
    'manifest',
    'claims',
    'pin',
    'expirationDate',
  ]);
  yield* includeFaults(body, ['includeQRCode']);
  yield* authorityFaults(body, authority);
  yield* callbackFaults(body.callback);
  yield* registrationFaults(body.registration, ['clientName', 'logoUrl', 'termsOfServiceUrl']);
  if (typeof body.manifest !== 'string') yield bad('manifest', 'The request is missing `manifest`.');
  else if (body.manifest !== contract.manifest)
    yield { code: 'notFound', target: 'manifest', message: 'The contract was not found.' };
  if (body.type !== contract.type) yield bad('type', 'It is not the type of the manifest.');
  if (body.pin !== undefined) {
    if (body.claims === undefined) yield bad('pin', 'A PIN needs the ID token hint flow.');
    yield* pinFaults(body.pin);
  }
  if (!isObject(body.claims ?? {})) return yield bad('claims', 'It is not an object.');
  const claims = (body.claims ?? {}) as Body;
  for (const [name, { required }] of Object.entries(contract.claims))
    if (required && claims[name] === undefined) yield bad('claims', 'A required claim is missing.');
  for (const [name, value] of Object.entries(claims)) {
    if (contract.claims[name] === undefined) yield bad('claims', 'A claim is not in the contract.');
    if (typeof value !== 'string') yield bad('claims', 'A claim is not a string.');
  }
  if (body.expirationDate === undefined) return;
  if (!contract.allowOverrideValidityIntervalOnIssuance)
    yield bad('expirationDate', 'The contract does not allow it.');
  const date = typeof body.expirationDate === 'string' ? Date.parse(body.expirationDate) : Number.NaN;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(body.expirationDate)) || Number.isNaN(date))
    yield bad('expirationDate', 'It is not an ISO 8601 date in UTC.');
}

/** Every rule of "Presentation request payload" that the help desk's request touches. */
export function* presentationFaults(body: Body, authority: string): Generator<Wrong> {
  yield* unknownFields(body, [
    'includeQRCode',
    'includeReceipt',
    'callback',
    'authority',
    'registration',
    'requestedCredentials',
  ]);
  yield* includeFaults(body, ['includeQRCode', 'includeReceipt']);
  yield* authorityFaults(body, authority);
  yield* callbackFaults(body.callback);
  yield* registrationFaults(body.registration, ['clientName', 'purpose', 'logoUrl', 'termsOfServiceUrl']);
  const list = body.requestedCredentials;
  if (!Array.isArray(list) || list.length === 0)
    return yield bad('requestedCredentials', 'The request is missing `requestedCredentials`.');
  for (const one of list) yield* requestedFaults(one, body.includeReceipt === true);
}

/** "RequestCredential type", "Configuration.Validation type" and "faceCheck type". */
function* requestedFaults(one: unknown, receipt: boolean): Generator<Wrong> {
  const at = 'requestedCredentials';
  if (!isObject(one)) return yield bad(at, 'It is not an object.');
  yield* unknownFields(one, ['type', 'purpose', 'acceptedIssuers', 'configuration', 'constraints'], `${at}.`);
  if (typeof one.type !== 'string') yield bad(`${at}.type`, 'The request is missing the type.');
  if (one.acceptedIssuers !== undefined && !Array.isArray(one.acceptedIssuers))
    yield bad(`${at}.acceptedIssuers`, 'It is not a collection.');
  const configuration = one.configuration ?? {};
  const validation = isObject(configuration) ? (configuration.validation ?? {}) : null;
  if (!isObject(validation)) return yield bad(`${at}.configuration`, 'It is not an object.');
  yield* unknownFields(
    validation,
    ['allowRevoked', 'validateLinkedDomain', 'faceCheck'],
    `${at}.configuration.`,
  );
  yield* includeFaults(validation, ['allowRevoked', 'validateLinkedDomain']);
  const { faceCheck } = validation;
  if (faceCheck === undefined) return;
  if (!isObject(faceCheck)) return yield bad(`${at}.faceCheck`, 'It is not an object.');
  // "it isn't possible to request and receive the presentation receipt when the request includes faceCheck"
  if (receipt) yield bad('includeReceipt', 'There is no receipt with Face Check.');
  if (typeof faceCheck.sourcePhotoClaimName !== 'string')
    yield bad(`${at}.faceCheck`, 'The request is missing `sourcePhotoClaimName`.');
  const threshold = faceCheck.matchConfidenceThreshold ?? 70;
  if (typeof threshold !== 'number' || !Number.isInteger(threshold) || threshold < 50 || threshold > 100)
    yield bad(`${at}.faceCheck`, 'The threshold is an integer between 50 and 100.');
}
