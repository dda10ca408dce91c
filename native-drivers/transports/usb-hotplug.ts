/**
 * Calls back when a USB device comes or goes, where the `usb` package can tell (on Linux it needs a running udevd).
 * Where it cannot, nothing is called and the caller's polling has to do.
 *
 * @returns a function that stops the watch.
 */
export function watchUsb(changed: () => void): () => void {
  let stopped = false;
  let stop = () => {};
  void (async () => {
    try {
      const { usb } = await import('usb');
      // Listening on a machine without a USB bus raises a rejection nobody can catch, so the bus is asked for first.
      await usb.getDevices();
      if (stopped) return;
      usb.addEventListener('connect', changed);
      usb.addEventListener('disconnect', changed);
      stop = () => {
        usb.removeEventListener('connect', changed);
        usb.removeEventListener('disconnect', changed);
      };
    } catch {
      // No bus, no udevd or no binary for this system: the polling stays.
    }
  })();
  return () => {
    stopped = true;
    stop();
  };
}
