import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';

const longPress = 420;
const repeatEvery = 90;

export interface KeyProps {
  label: ReactNode;
  /** What it is called where the label is a sign. */
  name?: string;
  onPress: () => void;
  more?: readonly string[];
  onMore?: (letter: string) => void;
  wide?: boolean;
  space?: boolean;
  quiet?: boolean;
  strong?: boolean;
  pressed?: boolean;
  locked?: boolean;
  /** Goes on while it is held. */
  repeat?: boolean;
}

/** One key; held, it opens its letters with marks, or repeats. */
export function Key({
  label,
  name,
  onPress,
  more = [],
  onMore,
  wide,
  space,
  quiet,
  strong,
  pressed,
  locked,
  repeat,
}: KeyProps) {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef(false);
  const press = useRef(onPress);
  press.current = onPress;
  useEffect(() => () => clearTimeout(timer.current), []);

  const hold = () => {
    held.current = true;
    if (more.length > 0) return setOpen(true);
    if (!repeat) return;
    press.current();
    timer.current = setTimeout(hold, repeatEvery);
  };
  const down = (event: PointerEvent) => {
    event.preventDefault();
    held.current = false;
    clearTimeout(timer.current);
    if (more.length > 0 || repeat) timer.current = setTimeout(hold, longPress);
  };
  const stop = () => clearTimeout(timer.current);

  const kind = [wide && 'key-wide', space && 'key-space', quiet && 'key-quiet', strong && 'key-strong'];
  return (
    <span className={`key-place ${kind.filter(Boolean).join(' ')}`}>
      <button
        type="button"
        tabIndex={-1}
        className="key"
        data-key=""
        aria-label={name}
        aria-pressed={pressed}
        data-locked={locked || undefined}
        onPointerDown={down}
        onPointerUp={stop}
        onPointerLeave={stop}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onClick={() => {
          if (!held.current) onPress();
          held.current = false;
        }}
      >
        {label}
        {more.length > 0 && <span className="key-more" aria-hidden="true" />}
      </button>
      {open && (
        <Marks
          letters={more}
          close={() => setOpen(false)}
          choose={(letter) => {
            setOpen(false);
            onMore?.(letter);
          }}
        />
      )}
    </span>
  );
}

function Marks({
  letters,
  choose,
  close,
}: {
  letters: readonly string[];
  choose: (letter: string) => void;
  close: () => void;
}) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const place = element.current;
    if (place) {
      const { left, right } = place.getBoundingClientRect();
      const over = Math.max(0, right - window.innerWidth + 8) - Math.max(0, 8 - left);
      place.style.setProperty('--shift', `${-over}px`);
    }
    const outside = (event: Event) => {
      if (!place?.contains(event.target as Node)) close();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [close]);
  return (
    <span className="key-marks" ref={element}>
      {letters.map((letter) => (
        <button
          key={letter}
          type="button"
          className="key"
          tabIndex={-1}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(letter)}
        >
          {letter}
        </button>
      ))}
    </span>
  );
}
