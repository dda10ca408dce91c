import type { DocumentSummary } from '../../../electron/contract/index.ts';
import { Panel } from '../parts/Panel.tsx';
import { documentTypes } from '../words/documents.ts';
import { stateName } from '../words/states.ts';
import { dateText } from '../words/time.ts';
import './pictures.css';

/** What the machine-readable lines say; the number stays masked here too. */
export function DocumentFacts({ summary }: { summary: DocumentSummary | null }) {
  if (!summary)
    return (
      <Panel title="Document">
        <p className="panel-none">No document has been read in this visit.</p>
      </Panel>
    );
  const kind = summary.documentType ? documentTypes[summary.documentType] : 'Document of another kind';
  const rows: [string, string][] = [
    ['Family name', summary.familyName],
    ['Given names', summary.givenNames || 'none'],
    ['Date of birth', summary.birthDate ? dateText(summary.birthDate) : 'not given'],
    ['Nationality', stateName(summary.nationality)],
    ['Expires', summary.expiryDate ? dateText(summary.expiryDate) : 'not given'],
    ['Number', summary.documentNumberMasked],
  ];
  return (
    <Panel title={`${kind} · ${stateName(summary.issuer)}`}>
      <dl className="document-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
