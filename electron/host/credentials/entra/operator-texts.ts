import type { Notice } from '../../../contract/index.ts';
import type { EntraErrorCode } from './errors.ts';

type OperatorText = { level: Notice['level']; text: string };
const error = (text: string): OperatorText => ({ level: 'error', text });
const warning = (text: string): OperatorText => ({ level: 'warning', text });

/** What each failure of the way over Entra means to an operator, and what to do. */
export const operatorTexts: Readonly<Record<EntraErrorCode, OperatorText>> = {
  'entra/bad-request': error(
    'Entra refused the request as invalid. Compare the station file with docs/entra.md: authority, type, manifest.',
  ),
  'entra/unauthorized': error(
    'Entra did not accept the access token. Check the clock of this machine, then the tenant and application in the station file.',
  ),
  'entra/forbidden': error(
    'The application lacks a permission. Grant it VerifiableCredential.Create.IssueRequest (and .PresentRequest for the help desk) with admin consent.',
  ),
  'entra/not-found': error(
    'Entra does not know the address or the contract. Check the manifest address in the station file.',
  ),
  'entra/method-not-allowed': error(
    'Entra does not take this kind of request there. Check the service address in the station file, and whether a proxy rewrites requests.',
  ),
  'entra/not-acceptable': error('Entra cannot answer in JSON here. Check whether a proxy changes headers.'),
  'entra/request-timeout': warning(
    'Entra waited too long for the request. It was tried again; check the network if it stays.',
  ),
  'entra/conflict': error('Entra reports a conflict. Ask for a new code; open a support case if it stays.'),
  'entra/gone': error(
    'What the manifest address names was deleted. Set the address of the present contract.',
  ),
  'entra/content-length-required': error(
    'A proxy removes the length of requests. Let Entra’s hosts pass unchanged.',
  ),
  'entra/precondition-failed': error(
    'A precondition of Entra was not met. Check that a proxy adds no conditional headers.',
  ),
  'entra/payload-too-large': error(
    'The request was larger than Entra takes (1 MB). Use a profile without a photo, or a smaller photo.',
  ),
  'entra/uri-too-long': error('The service address is too long. Check it in the station file.'),
  'entra/unsupported-media-type': error('Entra did not see JSON. Check whether a proxy changes headers.'),
  'entra/range-not-satisfiable': error(
    'A proxy asks Entra for parts of an answer. Let its hosts pass unchanged.',
  ),
  'entra/expectation-failed': error('A proxy adds an "Expect" header. Let Entra’s hosts pass unchanged.'),
  'entra/misdirected-request': error(
    'The request reached a server of Entra that is not meant for it. Check the service address, DNS and proxy.',
  ),
  'entra/unprocessable-entity': error(
    'Entra understood the request and cannot carry it out. Compare the contract’s claims with the profile’s.',
  ),
  'entra/locked': error('The contract or tenant is locked. Look into the Entra admin centre.'),
  'entra/too-many-requests': warning(
    'Entra takes no more requests for the moment. It was tried again with pauses; wait a few minutes.',
  ),
  'entra/request-header-fields-too-large': error(
    'Headers grew too large on the way. Check what the proxy adds to requests.',
  ),
  'entra/internal-server-error': warning(
    'Entra failed. It was tried again; see Microsoft’s service health if it stays.',
  ),
  'entra/not-implemented': error('This cloud does not offer the function. Check the service address.'),
  'entra/bad-gateway': warning(
    'A gateway before Entra failed. It was tried again; see the service health if it stays.',
  ),
  'entra/service-unavailable': warning(
    'Entra is unavailable for the moment. It was tried again; see Microsoft’s service health if it stays.',
  ),
  'entra/gateway-timeout': warning('A gateway before Entra waited too long. It was tried again.'),
  'entra/insufficient-storage': warning('Entra could not store the request. It was tried again.'),
  'entra/bad-or-missing-field': error(
    'Entra refused a field of the request. Compare the station file and the contract’s claims with docs/entra.md.',
  ),
  'entra/resource-not-found': error(
    'Entra does not find what the request names. Check authority, type and manifest in the station file.',
  ),
  'entra/token-error': error(
    'Entra refused a token in the request. Check the clock of this machine and the application’s consent.',
  ),
  'entra/transient-error': warning('Entra could not answer for the moment. It was tried again.'),
  'entra/fetch-contract-error': error(
    'Entra could not fetch the contract while the visitor’s phone waited. Check that the manifest address opens in a browser.',
  ),
  'entra/issuance-service-error': error(
    'Entra could not issue to the visitor’s phone: the contract’s rules were not met, or its service failed. Compare required claims with the profile’s; then offer a new code.',
  ),
  'entra/unspecified-error': warning(
    'Entra reports an error on the phone without naming it. Offer a new code; look at the sign-in and audit logs if it stays.',
  ),
  'entra/claim-validation-error': warning(
    'Face Check did not reach the threshold. Better light and no glasses may help; otherwise verify the person in another way.',
  ),
  'entra/presentation-error': warning(
    'The phone’s Verified ID was not accepted: revoked, expired, of another issuer, or the person ended it.',
  ),
  'entra/secret-wrong': error(
    'The application’s secret is wrong (AADSTS7000215). Put the secret’s value, not its ID, into the file.',
  ),
  'entra/secret-expired': error(
    'The application’s secret has expired (AADSTS7000222). Make a new one and replace the file.',
  ),
  'entra/certificate-refused': error(
    'Entra refused the certificate (AADSTS700027). Upload this kiosk’s certificate to the app registration.',
  ),
  'entra/unknown-application': error(
    'The tenant does not know the application (AADSTS700016). Check the client id, and that it belongs to this tenant.',
  ),
  'entra/unknown-tenant': error(
    'There is no such tenant (AADSTS90002). Check the tenant in the station file.',
  ),
  'entra/token-refused': error(
    'Entra gave no access token. Check tenant, client id and credential in the station file.',
  ),
  'entra/user-not-found': warning('The directory has no account of that name. Check its spelling.'),
  'entra/graph-forbidden': error(
    'Graph refused the application. It needs UserAuthMethod-TAP.ReadWrite.All and User.Read.All with admin consent.',
  ),
  'entra/pass-not-allowed': error(
    'Graph made no Temporary Access Pass. Switch the method on for this account in the authentication methods policy, and keep within its lifetime.',
  ),
  'entra/graph-failed': warning('Graph failed. Try again in a moment.'),
  'entra/credential-unreadable': error(
    'The file with the application’s secret or certificate, or with the relay’s token, cannot be read or used. Check its path, form and permissions.',
  ),
  'entra/certificate-expired': error(
    'The application’s certificate is not valid today. Replace it, here and in Entra.',
  ),
  'entra/bad-address': error(
    'An address for Entra or the relay is not https. Only a simulation may use http, and only on this machine.',
  ),
  'entra/bad-mapping': error(
    'The credential profile does not say which Entra claims to send, or sends one that has no text. See docs/entra.md.',
  ),
  'entra/photo-unfit': warning(
    'The document’s photo cannot serve Face Check (JPEG, 200 × 200 pixels or more, 1 MB at most) and was left out.',
  ),
  'entra/unreachable': error(
    'Entra cannot be reached. Check the network, the proxy, and that login.microsoftonline.com and verifiedid.did.msidentity.com are allowed.',
  ),
  'entra/timed-out': warning(
    'Entra did not answer in time. It was tried again; check the network if it stays.',
  ),
  'entra/bad-answer': error(
    'An answer was not what Entra documents. Check whether a proxy answers in its place.',
  ),
  'entra/relay-unreachable': error(
    'The relay cannot be reached, so this kiosk does not learn what phones do. Check the hub and the network.',
  ),
  'entra/relay-refused': error(
    'The relay does not accept this kiosk. Check the relay’s token, or enrol the kiosk again.',
  ),
  'entra/unconfirmed': warning(
    'A phone took the offer and Entra never said what came of it. Ask the visitor whether the credential is there before offering another; revoke the first one if you do.',
  ),
  'entra/issued-twice': error(
    'Two phones took the same visitor’s credential, over a code and the one that replaced it. Find out who has the other, and revoke it.',
  ),
  'entra/issued-after-end': error(
    'A credential was issued for an offer that had ended here. Find out who has it, and revoke it if nobody should.',
  ),
  'entra/memory-failed': warning(
    'Open offers could not be noted. After a restart their outcome would not be known.',
  ),
  'entra/not-at-this-state': warning('That cannot be done at this point of the verification.'),
  'entra/request-expired': warning(
    'The code expired before a phone answered it. Start the verification again.',
  ),
  'entra/wrong-credential': warning(
    'Another credential was presented than the one asked for. Check type and accepted issuers in the station file.',
  ),
  'entra/wrong-account': warning(
    'The presented Verified ID does not belong to the account that was named. No pass was made.',
  ),
  'entra/same-names': warning(
    'The names alone do not tell this account from another. Verify the person in another way; no pass was made.',
  ),
  'entra/account-disabled': warning('The account is switched off in the directory. No pass was made.'),
};
