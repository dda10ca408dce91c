import type { MediaAccessPermissionRequest, Session, WebContents } from 'electron';
import type { WindowRole } from '../contract/windows.ts';
import { isOwnUrl, isPageOf } from './origin.ts';

/** The role of the window whose page is before a person now; undefined for a pre-warmed or unknown one. */
export type RoleOf = (contents: WebContents) => WindowRole | undefined;

/**
 * Denies everything but one thing: the picture (never the sound) of the camera, to the main frame of the visitor's
 * page, while that window is the visitor's. Both handlers have to be set: most web APIs check first and ask second.
 */
export function denyByDefault(session: Session, roleOf: RoleOf): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    if (permission !== 'media') return answer(false);
    const { mediaTypes = [], securityOrigin = '' } = details as MediaAccessPermissionRequest;
    const videoOnly = mediaTypes.length === 1 && mediaTypes[0] === 'video';
    const own = isOwnUrl(securityOrigin) && isPageOf('visitor', details.requestingUrl);
    answer(videoOnly && own && details.isMainFrame && roleOf(contents) === 'visitor');
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) => {
    if (permission !== 'media' || details.mediaType !== 'video' || !contents) return false;
    return details.isMainFrame && isOwnUrl(requestingOrigin) && roleOf(contents) === 'visitor';
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
}
