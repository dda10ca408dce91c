import { TriangleAlert } from 'lucide-react';
import type { DocumentSummary, ReadField } from '../../../electron/contract/index.ts';
import { Panel } from '../parts/Panel.tsx';
import { documentTypes } from '../words/documents.ts';
import { backingOf, fieldLabels, fieldValue } from '../words/fields.ts';
import { stateName } from '../words/states.ts';
import './document-facts.css';

/** What the document says, value by value: where it was read and what stands behind it. The number stays masked here too. */
export function DocumentFacts({
  summary,
  fields,
}: {
  summary: DocumentSummary | null;
  fields: readonly ReadField[] | null;
}) {
  if (!fields)
    return (
      <Panel title="Document">
        <p className="panel-none">No document has been read in this visit.</p>
      </Panel>
    );
  return (
    <Panel title={titleOf(summary)}>
      <dl className="document-facts">
        {fields.map((field) => {
          const { text, doubt } = backingOf(field);
          return (
            <div key={field.field} data-testid={`field-${field.field}`}>
              <dt>{fieldLabels[field.field]}</dt>
              <dd>{fieldValue(field)}</dd>
              <dd className="document-backing">{text}</dd>
              {doubt && (
                <dd className="document-doubt">
                  <TriangleAlert aria-hidden="true" />
                  {doubt}
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

function titleOf(summary: DocumentSummary | null): string {
  if (!summary) return 'Document';
  const kind = summary.documentType ? documentTypes[summary.documentType] : 'Document of another kind';
  return `${kind} · ${stateName(summary.issuer)}`;
}
