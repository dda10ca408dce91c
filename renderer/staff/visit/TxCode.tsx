import { Panel } from '../parts/Panel.tsx';

/** The transaction code of the offer (OpenID4VCI §4.1.1), which reaches the visitor by another way than the QR code. */
export function TxCode({ code }: { code: string }) {
  return (
    <Panel title="Give this code to the visitor" className="tx-code">
      <p className="tx-code-digits" data-testid="tx-code">
        {code}
      </p>
      <p className="panel-none">
        They type it into the wallet on their phone. Read it aloud or show it; do not send it.
      </p>
    </Panel>
  );
}
