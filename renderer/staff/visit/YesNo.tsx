/** One question with two equal answers; none is chosen beforehand. */
export function YesNo({
  name,
  question,
  answer,
  onAnswer,
}: {
  name: string;
  question: string;
  answer: boolean | null;
  onAnswer: (yes: boolean) => void;
}) {
  return (
    <fieldset className="yes-no">
      <legend>{question}</legend>
      {[true, false].map((yes) => (
        <label key={String(yes)}>
          <input
            type="radio"
            name={name}
            checked={answer === yes}
            data-testid={`${name}-${yes ? 'yes' : 'no'}`}
            onChange={() => onAnswer(yes)}
          />
          <span>{yes ? 'Yes' : 'No'}</span>
        </label>
      ))}
    </fieldset>
  );
}
