import type { Engine } from './engine.ts';

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** The credential offer of OpenID4VCI 1.0 §4.1.1; one configuration, for wallets fetch the nonce only once. */
export function credentialOffer(
  engine: Pick<Engine, 'issuerUrl'>,
  configurationId: string,
  code: string,
  txCode: Record<string, unknown> | null,
): Record<string, unknown> {
  return {
    credential_issuer: engine.issuerUrl,
    credential_configuration_ids: [configurationId],
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: {
        'pre-authorized_code': code,
        ...(txCode === null ? {} : { tx_code: txCode }),
      },
    },
  };
}
