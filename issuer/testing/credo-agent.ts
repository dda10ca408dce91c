import {
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { EventEmitter } from 'node:events';
import {
  Agent,
  type BaseRecord,
  DidDocument,
  type DidResolver,
  DidsModule,
  InjectionSymbols,
  JsonTransformer,
  JwkDidRegistrar,
  JwkDidResolver,
  Kms,
  type Module,
  RecordNotFoundError,
  X509Module,
} from '@credo-ts/core';
import { OpenId4VcModule } from '@credo-ts/openid4vc';
import { setGlobalConfig } from '@openid4vc/utils';

const unused = (): never => {
  throw new Error('this wallet has no use for it');
};
const publicPart = ({ kty, crv, x, y }: JsonWebKey) => ({ kty, crv, x, y });

/** Keys on P-256 that live as long as the process. */
class MemoryKeys implements Kms.KeyManagementService {
  readonly backend = 'memory';
  readonly #keys = new Map<string, KeyObject>();

  isOperationSupported(): boolean {
    return true;
  }

  async getPublicKey(_context: unknown, keyId: string) {
    const key = this.#keys.get(keyId);
    return key === undefined ? null : this.#jwk(key, keyId);
  }

  async createKey(_context: unknown, { keyId = randomUUID() }: { keyId?: string }) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#keys.set(keyId, privateKey);
    return { keyId, publicJwk: this.#jwk(privateKey, keyId) };
  }

  async sign(_context: unknown, { keyId, data }: Kms.KmsSignOptions) {
    const key = { key: this.#keys.get(keyId)!, dsaEncoding: 'ieee-p1363' } as const;
    return { signature: new Uint8Array(sign('sha256', data, key)) };
  }

  async verify(_context: unknown, { key, data, signature }: Kms.KmsVerifyOptions) {
    const jwk = (key.publicJwk ?? (await this.getPublicKey(null, key.keyId!))) as JsonWebKey;
    const publicKey = createPublicKey({ key: publicPart(jwk), format: 'jwk' });
    const verified = verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
    return verified ? { verified, publicJwk: jwk as never } : { verified };
  }

  randomBytes(_context: unknown, { length }: { length: number }) {
    return new Uint8Array(randomBytes(length));
  }

  importKey = unused;
  deleteKey = unused;
  encrypt = unused;
  decrypt = unused;

  #jwk(key: KeyObject, kid: string) {
    return { ...publicPart(key.export({ format: 'jwk' })), kid } as never;
  }
}

type Record = BaseRecord<never, never, never>;
type Kind = { type: string };

/** Records that live as long as the process; of queries it knows those for a DID. */
class MemoryRecords {
  readonly #records = new Map<string, Record>();

  async save(_context: unknown, record: Record): Promise<void> {
    this.#records.set(record.id, record);
  }

  async update(_context: unknown, record: Record): Promise<void> {
    this.#records.set(record.id, record);
  }

  async getById(_context: unknown, { type }: Kind, id: string): Promise<Record> {
    const record = this.#records.get(id);
    if (record === undefined) throw new RecordNotFoundError('not found', { recordType: type });
    return record;
  }

  async getAll(_context: unknown, { type }: Kind): Promise<Record[]> {
    return [...this.#records.values()].filter((record) => record.type === type);
  }

  async findByQuery(context: unknown, kind: Kind, { did }: { did?: string }): Promise<Record[]> {
    const all = await this.getAll(context, kind);
    return all.filter((record) => did === undefined || (record as { did?: string }).did === did);
  }
}

/** did:web over http, which the method itself forbids: the issuer under test listens on loopback. */
const loopbackDidWeb: DidResolver = {
  supportedMethods: ['web'],
  allowsCaching: false,
  async resolve(_context, did) {
    const [host, ...path] = did.split(':').slice(2).map(decodeURIComponent);
    const document = await (await fetch(`http://${host}/${path.join('/')}/did.json`)).json();
    return {
      didDocument: JsonTransformer.fromJSON(document, DidDocument),
      didDocumentMetadata: {},
      didResolutionMetadata: { contentType: 'application/did+json' },
    };
  },
};

class NoFiles {
  dataPath = '';
  cachePath = '';
  tempPath = '';
}

/** A Credo agent as a wallet: keys and records in memory, one trust anchor. */
export async function credoAgent(trustAnchorPem: string) {
  setGlobalConfig({ allowInsecureUrls: true });
  const storage: Module = {
    register: (manager) => manager.registerInstance(InjectionSymbols.StorageService, new MemoryRecords()),
  };
  const agent = new Agent({
    config: { allowInsecureHttpUrls: true, autoUpdateStorageOnStartup: true },
    dependencies: {
      FileSystem: NoFiles as never,
      EventEmitterClass: EventEmitter,
      fetch,
      WebSocketClass: class {} as never,
    },
    modules: {
      kms: new Kms.KeyManagementModule({ backends: [new MemoryKeys() as never] }),
      storage,
      x509: new X509Module({ trustedCertificates: [trustAnchorPem] }),
      dids: new DidsModule({
        registrars: [new JwkDidRegistrar()],
        resolvers: [loopbackDidWeb, new JwkDidResolver()],
      }),
      openid4vc: new OpenId4VcModule({}),
    },
  });
  await agent.initialize();
  return agent;
}

type CredoAgent = Awaited<ReturnType<typeof credoAgent>>;

const newKey = (agent: CredoAgent) => agent.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } });

async function newDidUrl(agent: CredoAgent): Promise<string> {
  const { keyId } = await newKey(agent);
  const { didState } = await agent.dids.create({ method: 'jwk', options: { keyId } });
  if (didState.state !== 'finished') throw new Error('the wallet made no DID');
  return `${didState.did}#0`;
}

/**
 * Redeems an offer as the agent does it by itself: DPoP where the issuer takes it, three copies where it gives them, the
 * status of what it got looked up.
 * @returns the kinds of records it keeps, and of how many credentials
 * @throws what the agent refuses the issuer for
 */
export async function redeemByCredo(
  agent: CredoAgent,
  offerUri: string,
  txCode: string | undefined,
  onDeferred: () => Promise<unknown>,
): Promise<{ kind: string; copies: number; dpop: boolean }> {
  const { holder } = agent.openid4vc as unknown as { holder: NonNullable<CredoAgent['openid4vc']['holder']> };
  const resolvedCredentialOffer = await holder.resolveCredentialOffer(offerUri);
  const { accessToken, cNonce, dpop } = await holder.requestToken({
    resolvedCredentialOffer,
    ...(txCode === undefined ? {} : { txCode }),
  });
  const access = { accessToken, ...(dpop === undefined ? {} : { dpop }), verifyCredentialStatus: true };
  const result = await holder.requestCredentials({
    resolvedCredentialOffer,
    ...access,
    ...(cNonce === undefined ? {} : { cNonce }),
    credentialBindingResolver: async ({ credentialFormat, issuerMaxBatchSize }) => {
      if (String(credentialFormat) === 'jwt_vc_json')
        return { method: 'did' as const, didUrls: [await newDidUrl(agent)] };
      const made = await Promise.all(
        Array.from({ length: Math.min(3, issuerMaxBatchSize) }, () => newKey(agent)),
      );
      return {
        method: 'jwk' as const,
        keys: made.map(({ publicJwk }) => Kms.PublicJwk.fromPublicJwk(publicJwk) as never),
      };
    },
  });
  let { credentials } = result;
  const [deferred] = result.deferredCredentials;
  if (deferred !== undefined) {
    await onDeferred();
    ({ credentials } = await holder.requestDeferredCredentials({
      ...deferred,
      ...access,
      issuerMetadata: resolvedCredentialOffer.metadata,
      credentialConfiguration:
        resolvedCredentialOffer.offeredCredentialConfigurations[deferred.credentialConfigurationId]!,
    }));
  }
  const { record } = credentials[0]!;
  return {
    kind: record.type,
    copies: (record as unknown as { credentialInstances: unknown[] }).credentialInstances.length,
    dpop: dpop !== undefined,
  };
}
