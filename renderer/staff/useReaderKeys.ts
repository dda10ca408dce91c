import { useKeyboardReader } from '../wedge/index.ts';
import { useSend, useStaffState } from './desk.tsx';

/** Tells the host what a reader that is a keyboard types into this window. */
export function useReaderKeys(): void {
  const report = useSend(true);
  const expected = useStaffState((state) => state.snapshot?.station.keyboardReader ?? false);
  useKeyboardReader(expected, (burst) => void report({ type: 'reader.keys', burst }));
}
