import type { ImageRepair, MrzImageOutcome, UnreadableReason } from '../image/index.ts';
import type { DecodedBarcode } from './symbols/decode.ts';

/** What keeps a page from being of use, in the order a visitor would mend it; the worst alone is named. */
export type PageProblem = 'no-page' | 'cut-off' | 'too-small' | 'glare' | 'blurred';

/** Pixels of the upright page, from its top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything a picture of one side of a document says, and how well it was taken. Plain data: it crosses processes. */
export interface PageReading {
  /** Null when nothing in the picture is like a zone. Unreadable lines are a guess and never data. */
  readonly zone: {
    readonly outcome: MrzImageOutcome;
    readonly lines: readonly string[];
    readonly repairs: readonly ImageRepair[];
    /** Least probability of a character, 0 to 1. */
    readonly confidence: number;
    readonly reason: UnreadableReason | null;
  } | null;
  readonly barcodes: readonly Pick<DecodedBarcode, 'symbology' | 'text' | 'bytes'>[];
  /** The side cut out of the picture and straightened; null when there is none. JPEG. */
  readonly upright: {
    readonly bytes: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly dotsPerInch: number;
    /** The zone said which way is up. Without one the side may stand on any of its four edges. */
    readonly certain: boolean;
    /** Where the portrait stands after the zone's geometry (Doc 9303-4 §3, -5 §3); null without a zone. */
    readonly portraitWindow: Box | null;
  } | null;
  readonly problem: PageProblem | null;
  readonly quality: {
    /** 0 to 1. */
    readonly sharpness: number;
    /** Part of the page that is burnt out, 0 to 1. */
    readonly glare: number;
    readonly dotsPerInch: number;
  };
}
