import { ImageOff } from 'lucide-react';
import type { DocumentType } from '../../../electron/contract/index.ts';
import { usePicture } from '../../state/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { shapeOf } from '../documents.ts';
import { useVisiting } from '../kiosk.tsx';

/** The photo from the document and the sides that were scanned, each in the shape of what it shows. */
export function Pictures({
  documentType,
  pageRefs,
  portraitRef,
}: {
  documentType: DocumentType | null;
  pageRefs: readonly string[];
  portraitRef: string | null;
}) {
  const { m } = useVisiting();
  const card = pageRefs.length > 1 || (documentType !== null && shapeOf(documentType) !== 'booklet');
  const sides = pageRefs.length > 0 ? pageRefs : [null];
  return (
    <div className="review-pictures" data-sides={sides.length}>
      <Picture reference={portraitRef} label={m.review.portrait} className="review-portrait" />
      <div className="review-pages">
        {sides.map((reference, index) => (
          <Picture
            key={reference}
            reference={reference}
            label={sides.length > 1 ? m.review.sidePicture(index + 1) : m.review.page}
            className={card ? 'review-card' : 'review-page'}
          />
        ))}
      </div>
    </div>
  );
}

function Picture({
  reference,
  label,
  className,
}: {
  reference: string | null;
  label: string;
  className: string;
}) {
  const { m, picture } = useVisiting();
  const shown = usePicture(reference, picture);
  return (
    <figure className={`review-picture ${className}`}>
      {shown.state === 'ready' ? (
        <img src={shown.url} alt={label} draggable={false} />
      ) : (
        <span className="review-missing">
          {shown.state === 'loading' ? <Spinner /> : <ImageOff aria-hidden="true" />}
          {shown.state === 'loading' ? null : m.review.noPicture}
        </span>
      )}
    </figure>
  );
}
