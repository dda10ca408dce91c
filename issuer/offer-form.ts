import type { Engine } from './engine.ts';
import { TX_CODE_LENGTH } from './secrets.ts';

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** The credential offer of OpenID4VCI 1.0 §4.1.1; one configuration, for wallets fetch the nonce only once. */
export function credentialOffer(
  engine: Pick<Engine, 'issuerUrl'>,
  configurationId: string,
  code: string,
  withTxCode: boolean,
): Record<string, unknown> {
  const txCode = {
    input_mode: 'numeric',
    length: TX_CODE_LENGTH,
    description: 'The six digits you were given at the desk',
  };
  return {
    credential_issuer: engine.issuerUrl,
    credential_configuration_ids: [configurationId],
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: {
        'pre-authorized_code': code,
        ...(withTxCode ? { tx_code: txCode } : {}),
      },
    },
  };
}
