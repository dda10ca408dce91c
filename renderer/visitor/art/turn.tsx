import type { Face } from '../documents.ts';
import { Arrow, ScannerBed } from './bed.tsx';
import { cardHeight, cardWidth, FaceOf } from './cards.tsx';
import { Ground, Scene, TickBadge } from './pieces.tsx';
import './turn.css';

/**
 * The side that is done stays behind with its tick; the card goes over in an arc and shows the side that is wanted. At
 * rest both stand beside each other, so that the picture says the same without motion.
 */
export function TurnScene({ from, to }: { from: Face; to: Face }) {
  return (
    <Scene className="art turn">
      <Ground />
      <ScannerBed />
      <g transform="translate(0 104)">
        <g className="turn-left">
          <g transform="translate(64 0)">
            <g opacity=".45">
              <FaceOf face={from} />
            </g>
            <g transform={`translate(${cardWidth - 8} ${cardHeight - 8})`}>
              <TickBadge r={26} />
            </g>
          </g>
        </g>
        <g className="turn-right">
          <g transform="translate(356 0)">
            <g className="turn-card">
              <g className="turn-shown">
                <FaceOf face={to} />
                <rect
                  x="-7"
                  y="-7"
                  width={cardWidth + 14}
                  height={cardHeight + 14}
                  rx="20"
                  fill="none"
                  stroke="var(--glow)"
                  strokeWidth="6"
                />
              </g>
              <g className="turn-hidden">
                <FaceOf face={from} />
              </g>
            </g>
          </g>
        </g>
      </g>
      <g className="turn-way">
        <Arrow className="turn-arc" d="M186 86C238 14 404 14 458 80" />
        <Arrow d="M466 268v46" />
      </g>
    </Scene>
  );
}
