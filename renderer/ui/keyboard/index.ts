export { type EditState, edit } from './edit.ts';
export { Keyboard, type KeyboardWords } from './Keyboard.tsx';
export { type KeyboardMode, layoutFor } from './layouts.ts';
export { NumberPad } from './NumberPad.tsx';
export { useEditedField } from './useEditedField.ts';
