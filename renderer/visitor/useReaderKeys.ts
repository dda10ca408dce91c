import { useKeyboardReader } from '../wedge/index.ts';
import { useVisiting, useWindowState } from './kiosk.tsx';

/** Tells the host what a reader that is a keyboard types into this window. */
export function useReaderKeys(): void {
  const { report } = useVisiting();
  const expected = useWindowState((state) => state.snapshot?.station.keyboardReader ?? false);
  useKeyboardReader(expected, (burst) => void report({ type: 'reader.keys', burst }));
}
