import { ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { StepOf } from '../../../electron/contract/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Keyboard, useEditedField } from '../../ui/keyboard/index.ts';
import { Screen } from '../../ui/Screen.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { BackButton } from '../BackButton.tsx';
import { type DetailsField, detailsFields, detailsProblems } from '../details.ts';
import { useVisiting } from '../kiosk.tsx';
import './details.css';

export function Details({ step, canGoBack }: { step: StepOf<'details'>; canGoBack: boolean }) {
  const { m, language, send, waits } = useVisiting();
  const fields = {
    givenNames: useEditedField(step.values?.givenNames ?? '', 100),
    familyName: useEditedField(step.values?.familyName ?? '', 100),
    email: useEditedField(step.values?.email ?? '', 200),
  };
  const [active, setActive] = useState<DetailsField>('givenNames');
  const [asked, setAsked] = useState(false);
  const first = fields.givenNames.ref;
  useEffect(() => first.current?.focus(), [first]);
  const values = {
    givenNames: fields.givenNames.field.text.trim(),
    familyName: fields.familyName.field.text.trim(),
    email: fields.email.field.text.trim(),
  };
  const problems = detailsProblems(values);
  const complete = Object.keys(problems).length === 0;
  const goTo = (name: DetailsField) => {
    setActive(name);
    fields[name].ref.current?.focus();
  };
  const submit = () => {
    setAsked(true);
    const wrong = detailsFields.find((name) => problems[name]);
    if (wrong) return goTo(wrong);
    void send({ type: 'details.submit', ...values });
  };
  const next = () => {
    const following = detailsFields[detailsFields.indexOf(active) + 1];
    if (following) goTo(following);
    else submit();
  };
  const problemText = (name: DetailsField) => {
    const problem = asked ? problems[name] : undefined;
    return problem === 'format' ? m.details.emailWrong : problem ? m.details.needed : null;
  };
  return (
    <Screen
      layout="stack"
      className="details"
      title={m.details.title}
      lead={m.details.lead}
      actions={
        <>
          <BackButton step="details" shown={canGoBack} />
          <Button
            icon={ArrowRight}
            pointing="forward"
            pending={waits('details.submit')}
            disabled={asked && !complete}
            onPress={submit}
          >
            {m.common.continue}
          </Button>
        </>
      }
    >
      <div className="details-form">
        {detailsFields.map((name) => (
          <TextField
            key={name}
            label={m.details[name]}
            value={fields[name].field.text}
            inputRef={fields[name].ref}
            onTake={fields[name].take}
            onFocus={() => setActive(name)}
            onEnter={next}
            active={active === name}
            error={problemText(name)}
            maxLength={name === 'email' ? 200 : 100}
            dir={name === 'email' ? 'ltr' : 'auto'}
          />
        ))}
      </div>
      <Keyboard
        key={active === 'email' ? 'email' : 'name'}
        language={language}
        mode={active === 'email' ? 'email' : 'name'}
        field={fields[active].field}
        onEdit={fields[active].apply}
        onEnter={next}
        enter={active === 'email' ? 'done' : 'next'}
        words={m.keyboard}
      />
    </Screen>
  );
}
