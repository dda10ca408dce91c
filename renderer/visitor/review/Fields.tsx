import { TriangleAlert } from 'lucide-react';
import type { ReadField } from '../../../electron/contract/index.ts';
import { useVisiting } from '../kiosk.tsx';
import { doubts, sourceText, valueText } from './fields.ts';

export function Fields({ fields }: { fields: readonly ReadField[] }) {
  return (
    <dl className="review-fields">
      {fields.map((field) => (
        <Field key={field.field} field={field} />
      ))}
    </dl>
  );
}

function Field({ field }: { field: ReadField }) {
  const { m, language } = useVisiting();
  return (
    <div>
      <dt>{m.review.fields[field.field]}</dt>
      <dd className="review-value">
        {field.field === 'documentNumber' && field.value ? (
          <Masked number={field.value} />
        ) : (
          <bdi>{valueText(field, m, language)}</bdi>
        )}
      </dd>
      <dd className="review-source">
        <span className="visually-hidden">{m.review.from} </span>
        {sourceText(field, m)}
      </dd>
      {doubts(field, m).map((doubt) => (
        <dd key={doubt} className="review-doubt">
          <TriangleAlert aria-hidden="true" />
          {doubt}
        </dd>
      ))}
    </div>
  );
}

/** Dots are for the eye; a voice says what they stand for. */
function Masked({ number }: { number: string }) {
  const { m } = useVisiting();
  return (
    <>
      <span aria-hidden="true" dir="ltr">
        {number}
      </span>
      <span className="visually-hidden">
        {m.review.numberHidden} {number.replace(/[•*]/g, '')}
      </span>
    </>
  );
}
