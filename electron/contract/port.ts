/**
 * Names of the hand-over of a window's port, apart from the schemas so that the preload, which has to stay one small
 * file, does not carry them.
 */

/** ipc from a sandboxed window to main: "my page listens, send me my port". */
export const portRequestChannel = 'proofdesk:ready';
/** ipc to the preload, and the type of the window message to the page, that carry the port. */
export const portChannel = 'proofdesk:port';
