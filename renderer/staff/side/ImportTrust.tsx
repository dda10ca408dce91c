import { FileUp, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { trustImportBytes } from '../../../electron/contract/index.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useSend } from '../desk.tsx';
import { DeskButton } from '../parts/DeskButton.tsx';
import { refusalText } from '../words/refusals.ts';

/** Two files: the list, and the root certificate that staff themselves vouch for it with. */
export function ImportTrust({ close }: { close: () => void }) {
  const send = useSend(true);
  const [list, setList] = useState<File | null>(null);
  const [root, setRoot] = useState<File | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const importThem = async (chosen: File, vouching: File) => {
    setRefusal(null);
    if (chosen.size > trustImportBytes.list) return setRefusal('trust/too-large');
    if (vouching.size > trustImportBytes.root) return setRefusal('trust/not-a-root');
    setPending(true);
    try {
      const { ok, error } = await send({
        type: 'staff.import-trust',
        list: await bytesOf(chosen),
        root: await bytesOf(vouching),
      });
      if (ok) return close();
      setRefusal(error?.code ?? 'trust/failed');
    } catch {
      // A stick that was pulled out, or a file that was changed since it was chosen.
      setRefusal('trust/file-not-readable');
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      title="Import a list of states"
      lead="The list is taken only if it leads to the root certificate you give. Get that certificate from the state itself, not from where the list came from."
      onDismiss={close}
      actions={
        <>
          <DeskButton onPress={close}>Cancel</DeskButton>
          <DeskButton
            kind="primary"
            icon={FileUp}
            testId="confirm-import"
            pending={pending}
            disabled={!list || !root}
            onPress={() => list && root && void importThem(list, root)}
          >
            Import
          </DeskButton>
        </>
      }
    >
      <div className="trust-files">
        <FileField
          label="The list"
          hint="A master list (.ml), an LDIF file of such, or a single certificate"
          testId="trust-list"
          choose={setList}
        />
        <FileField
          label="The root certificate"
          hint="A certificate (.cer, .der or .pem)"
          testId="trust-root"
          choose={setRoot}
        />
        {refusal && (
          <p className="trust-refusal" role="alert" data-testid="trust-refusal">
            <TriangleAlert aria-hidden="true" />
            <span>
              {refusalText(refusal)} <code>{refusal}</code>
            </span>
          </p>
        )}
      </div>
    </Dialog>
  );
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

function FileField({
  label,
  hint,
  testId,
  choose,
}: {
  label: string;
  hint: ReactNode;
  testId: string;
  choose: (file: File | null) => void;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}h`}>{hint}</p>
      <input
        id={id}
        type="file"
        aria-describedby={`${id}h`}
        data-testid={testId}
        onChange={({ target }) => choose(target.files?.[0] ?? null)}
      />
    </div>
  );
}
