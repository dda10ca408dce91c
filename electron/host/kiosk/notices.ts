import type { Notice } from '../../contract/index.ts';
import { entraIssuing, externalIssuing, hubWays } from '../credentials/index.ts';
import type { Clock } from '../ports.ts';

/** What each code means to an operator, and what to do. A code that is not listed is shown with its name. */
const texts: Record<string, { level: Notice['level']; text: string }> = {
  'vault/quarantined': {
    level: 'error',
    text: 'The database could not be read and was set aside unchanged in the folder "quarantine". A fresh one was started; finished visits of the old one are not lost but not open here.',
  },
  'vault/disk-full': {
    level: 'error',
    text: 'The disk is full, so nothing can be kept. Free some space: the kiosk goes back to service by itself.',
  },
  'vault/io': { level: 'error', text: 'The disk refused to write. Check the disk and its permissions.' },
  'vault/read-only': { level: 'error', text: 'The data folder cannot be written to. Check its permissions.' },
  'vision/model-missing': {
    level: 'error',
    text: 'A face model file is missing, so faces are not compared and every visit goes to staff. Reinstall, or run "npm run models".',
  },
  'vision/model-unknown': {
    level: 'error',
    text: 'A face model file is not the one this version knows, so it was not loaded. Reinstall, or run "npm run models".',
  },
  'face-model/uncalibrated': {
    level: 'error',
    text: 'The face model that the station file names cannot be used, or has no valid measurement, so every visit goes to staff. Run "proofdesk face calibrate", or take "faceModel" out of the station file; the station’s health says what is wrong with it.',
  },
  'vision/runtime-failed': {
    level: 'error',
    text: 'The face engine cannot run its models on this machine, so every visit goes to staff. If the station file names a "faceModel", try "proofdesk face compare --model" with it; else restart, and reinstall if it stays.',
  },
  'vision/unavailable': {
    level: 'warning',
    text: 'The face engine did not answer. It is started again by itself.',
  },
  'vision/malformed': {
    level: 'error',
    text: 'The face engine answered in another form than this version knows. Restart the kiosk; reinstall if it stays.',
  },
  'page/worker-hung': {
    level: 'warning',
    text: 'The page reader did not answer and was started again; the visitor is asked to scan once more.',
  },
  'page/worker-ended': {
    level: 'warning',
    text: 'The page reader ended and was started again; the visitor is asked to scan once more.',
  },
  'page/damaged': {
    level: 'warning',
    text: 'The scanner sent a picture that is damaged. If it stays, check its cable and restart it.',
  },
  'page/format': {
    level: 'warning',
    text: 'The scanner sent a picture of a kind that is not read. Set it to JPEG or PNG.',
  },
  'page/unsupported': {
    level: 'warning',
    text: 'The scanner sent a picture of a kind that is not read. Set it to ordinary JPEG in colour or grey.',
  },
  'page/too-large': {
    level: 'warning',
    text: 'The scanner sent a picture of more points than are read. Set it to 300 or 400 dots per inch.',
  },
  'page/decoder': {
    level: 'error',
    text: 'The barcode reader of page pictures cannot start, so barcodes on cards are not read from them. Reinstall.',
  },
  'document-image/net-missing': {
    level: 'error',
    text: 'The file that page pictures are read with is missing, so their text is not read. Reinstall.',
  },
  'document-image/net-changed': {
    level: 'error',
    text: 'The file that page pictures are read with is not the one this version knows, so their text is not read. Reinstall.',
  },
  'trust/store-damaged': {
    level: 'error',
    text: 'The kept trust lists were damaged and set aside, so chips are not verified. Import the lists again.',
  },
  'trust/old': {
    level: 'warning',
    text: 'A trust list is old: new passports may not be known by it. Import the newest list.',
  },
  'trust/not-readable': {
    level: 'error',
    text: 'The kept trust lists could not be opened, so chips are not verified. Check the data folder’s permissions.',
  },
  'chip-proof/worker-hung': {
    level: 'warning',
    text: 'Judging a chip took too long and was broken off; the visit goes on without the chip.',
  },
  'chip-proof/worker-ended': {
    level: 'warning',
    text: 'The thread that judges chips ended and was started again; the visit goes on without the chip.',
  },
  'credentials/offer-failed': {
    level: 'error',
    text: 'The issuer made no credential offer. The visitor can ask for another one; check the issuer settings if it stays.',
  },
  'credentials/issued-before': {
    level: 'error',
    text: 'No new code was made: the wallet has taken the credential of the one before, and it cannot be revoked here. Look at the visitor’s phone.',
  },
  'credentials/tls-untrusted': {
    level: 'error',
    text: 'No credential is offered: phones would not trust the certificate of this kiosk’s address. Supply one of a public authority for the name in "baseUrl", with its intermediate certificates; or name the organisation’s own roots in "trustedRootsFile".',
  },
  'credentials/tls-expired': {
    level: 'error',
    text: 'No credential is offered: the certificate of this kiosk’s address has ended, or the clock of this computer is wrong. Renew the certificate and start the kiosk again.',
  },
  'credentials/tls-name': {
    level: 'error',
    text: 'No credential is offered: the certificate at this kiosk’s address is for another name. It has to be for the name in "baseUrl".',
  },
  'credentials/signing-expired': {
    level: 'error',
    text: 'No credential is offered: the certificate that credentials are signed with has ended or ends within a day, is not valid yet, or the clock of this computer is wrong. Name the new key and certificate in "issuer.signing" of the station file, the old certificate in "previousFiles", and start the kiosk again.',
  },
  'credentials/signing-ends-soon': {
    level: 'warning',
    text: 'The certificate that credentials are signed with ends soon; credentials made now end with it. Have it renewed: the station’s health says when it ends.',
  },
  'credentials/signing-mdoc-profile': {
    level: 'warning',
    text: 'Not every verifier will take credentials in the mdoc form: their certificate departs from ISO/IEC 18013-5 Annex B.1.4. The station’s health says in what; a certificate of that profile can be named as "mdoc" in "issuer.signing".',
  },
  'credentials/address-unreachable': {
    level: 'error',
    text: 'No credential is offered: nothing answers at this kiosk’s own address. Check that the name in "baseUrl" leads to this computer, and its network.',
  },
  'credentials/address-not-ours': {
    level: 'error',
    text: 'No credential is offered: something else answers at this kiosk’s own address. Check the name in "baseUrl", and what stands in front of the kiosk.',
  },
  'offer/taken': {
    level: 'error',
    text: 'A visitor’s code, or credential, went to a phone that is not theirs. It is being called back; whether a new code may be given is said with the visit. Look at the visitor’s phone; somebody may be photographing the screen.',
  },
  'offer/not-revocable': {
    level: 'error',
    text: 'A credential is, or may yet come to be, on a phone that is not the visitor’s, and it could not be called back here. Tell whoever is responsible for this issuer at once. This visit gets no second one.',
  },
  'offer/not-called-back-yet': {
    level: 'warning',
    text: 'An offer or a credential that is to be called back could not be yet, because whoever issues could not be asked. It is tried again by itself, for ten minutes at most, also when the visitor has gone; how it ends is told here. Check the network.',
  },
  'offer/called-back': {
    level: 'info',
    text: 'What could not be called back at once was called back now: nobody has a valid credential of it.',
  },
  'offer/not-called-back': {
    level: 'warning',
    text: 'A wallet said that it could not keep its credential, and that credential could not be called back here. Should it be valid anywhere, only whoever is responsible for the issuer can revoke it.',
  },
  'issuer/no-answer': {
    level: 'warning',
    text: 'The issuer did not say in two minutes what became of an offer. Check it, and the network.',
  },
  'credentials/form-not-presentable': {
    level: 'info',
    text: 'A wallet took the credential in a form that this kiosk cannot ask to see, so that step was left out.',
  },
  'issuer/failed': {
    level: 'warning',
    text: 'The issuer failed at a request of a phone. The phone can try again.',
  },
  'camera/none': {
    level: 'warning',
    text: 'No camera was found. Attach one; visitors are sent to staff meanwhile.',
  },
  'camera/denied': {
    level: 'warning',
    text: 'The system does not let the kiosk use the camera. Check its privacy settings.',
  },
  'camera/lost': { level: 'warning', text: 'The camera was lost. Check its cable.' },
  'camera/busy': {
    level: 'warning',
    text: 'The camera is there and cannot be opened. End the other program that uses it, or plug it in again.',
  },
  'camera/virtual': {
    level: 'error',
    text: 'The only camera is a program, so no photos are taken and visitors are sent to staff. End it, and attach a real camera.',
  },
  'camera/not-allowed': {
    level: 'error',
    text: 'No camera of this station is attached, only another, so no photos are taken and visitors are sent to staff. Attach the camera the station file names.',
  },
  'camera/dark': {
    level: 'warning',
    text: 'The camera sees too little light for a photo. Switch on the light, or turn the camera.',
  },
  'camera/low-resolution': {
    level: 'warning',
    text: 'The camera gives too few pixels for a photo that can be compared. Attach it to a faster USB port, or replace it.',
  },
  'help-desk/failed': {
    level: 'error',
    text: 'A verification for account recovery stopped for a reason this version does not know; no pass was made. Call support if it happens again.',
  },
  'help-desk/pass-uncertain': {
    level: 'error',
    text: 'Making a pass for account recovery stopped for a reason this version does not know. Look in the directory whether there is one.',
  },
  'drivers/restarted': { level: 'info', text: 'The driver process ended and was started again.' },
  'drivers/leaking': {
    level: 'warning',
    text: 'The driver process held ever more memory and was started again. If it stays, unplug readers one by one to find the one it comes from, and tell support which.',
  },
  ...entraIssuing.entraOperatorTexts,
  ...externalIssuing.externalTexts,
  ...hubWays.operatorTexts,
  'issuer/cancel-failed': {
    level: 'warning',
    text: 'An offer could not be withdrawn; it expires by itself within minutes.',
  },
};

export type Notices = ReturnType<typeof createNotices>;

export function createNotices(clock: Clock) {
  let list: Notice[] = [];
  return {
    list: () => list,
    /** One notice per code: what happens again is told anew, not twice. */
    raise(code: string, detail?: string) {
      const known = texts[code] ?? { level: 'warning' as const, text: `Something needs attention: ${code}.` };
      const text = detail ? `${known.text} (${detail})` : known.text;
      list = [
        ...list.filter((one) => one.code !== code),
        { id: code, code, at: clock.now(), level: known.level, text },
      ].slice(-50);
    },
    dismiss(id: string) {
      list = list.filter((one) => one.id !== id);
    },
    clear(matching: (code: string) => boolean) {
      list = list.filter((one) => !matching(one.code));
    },
  };
}
