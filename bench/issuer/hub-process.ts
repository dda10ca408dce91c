import { type HubPlace, serveHub } from '../../issuer/hub/index.ts';
import { serveParent } from './child.ts';
import { CLAIMS, profile } from './specimen.ts';

interface HubProcessOptions {
  place: HubPlace;
  /** Of another process over the same database. */
  baseUrl?: string;
}

/** A hub as `proofdesk hub serve` runs it, in a process of its own. */
const options = JSON.parse(process.argv[2]!) as HubProcessOptions;
const { hub, listening, stop } = await serveHub({
  ...options,
  profiles: [profile],
  displayName: 'Northwind',
  kiosks: false,
  report: (error) => process.stderr.write(`${String(error)}\n`),
});

const order = { claims: CLAIMS, txCode: false, subjectRef: 'bench', ttlSeconds: 3_600 };

serveParent({
  hub: hub.issuer,
  order,
  issuerUrl: hub.issuer.issuerUrl,
  origin: `http://${listening.host}:${listening.port}`,
  async offer(configurationId) {
    const { byValueUri } = await hub.issuer.createOffer({ ...order, configurationId });
    const offer = JSON.parse(new URL(byValueUri).searchParams.get('credential_offer')!);
    return offer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code'][
      'pre-authorized_code'
    ] as string;
  },
  stop,
});
