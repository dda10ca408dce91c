import { FileUp, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Trust as KnownTrust } from '../../../electron/contract/index.ts';
import { DeskButton } from '../parts/DeskButton.tsx';
import { Panel } from '../parts/Panel.tsx';
import { certificateState } from '../words/states.ts';
import { dateOf } from '../words/time.ts';
import { digestStart, listKinds, listSize } from '../words/trust.ts';
import { ImportTrust } from './ImportTrust.tsx';
import './trust.css';

/** Which states' certificates the station can check a chip's signature with. */
export function Trust({ trust: { lists, simulated } }: { trust: KnownTrust }) {
  const [importing, setImporting] = useState(false);
  return (
    <Panel title="Trust lists" aside={lists.length > 0 && <span className="count">{lists.length}</span>}>
      {lists.length === 0 && (
        <p className="panel-none">Without a list of states a chip’s signature chain is not checked.</p>
      )}
      <ul className="trust-lists">
        {lists.map((list) => (
          <li key={`${list.kind} ${list.country} ${list.signedAt} ${list.importedAt}`}>
            <p className="trust-origin">
              {listKinds[list.kind]} · {certificateState(list.country)}
            </p>
            <p>{listSize(list)}</p>
            <p className="trust-signer">Signer: {list.signer}</p>
            <p title={list.root}>
              Root, SHA-256: <code>{digestStart(list.root)}</code> …
            </p>
            <p>
              {list.signedAt !== null && <>Signed {dateOf(list.signedAt)} · </>}
              <span>Imported {dateOf(list.importedAt)}</span>
            </p>
            {list.old && (
              <p className="trust-old">
                <TriangleAlert aria-hidden="true" />
                This list is old: new passports may be unknown to it. Import a newer one.
              </p>
            )}
          </li>
        ))}
      </ul>
      {simulated && (
        <p className="panel-none">
          Simulated: this station also trusts the invented state Utopia, until it is closed.
        </p>
      )}
      <DeskButton icon={FileUp} testId="import-trust" onPress={() => setImporting(true)}>
        Import a list
      </DeskButton>
      {importing && <ImportTrust close={() => setImporting(false)} />}
    </Panel>
  );
}
