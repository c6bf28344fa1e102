import { expect, it } from 'vitest';
import { FunctionFactory, requestProfile } from '../../lib/functions.ts';
import { stageNamed } from '../../lib/stage.ts';
import { aStack, emptyBundle, stackResources } from './a-template.ts';

const make = (...entries: string[]) => {
  const stack = aStack('Inn');
  const functions = new FunctionFactory(emptyBundle([]), stageNamed('production'));
  for (const entry of entries) functions.make(stack, entry, requestProfile);
  return stackResources(stack).filter(({ type }) => type === 'AWS::Lambda::Function');
};

it('names a function after the last part of its entry, and its service after the room', () => {
  const [inRoom] = make('inn/make-bed');
  const [inside] = make('inn/attic/beds/make-bed');
  expect(inside).toMatchObject({ name: 'MakeBed', id: inRoom?.id });
  expect(inside?.properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe('inn');
});

it('refuses two entries of one name in one construct, and names both', () => {
  expect(() => make('inn/attic/make-bed', 'inn/cellar/make-bed')).toThrow(
    '"inn/cellar/make-bed" and "inn/attic/make-bed" would both be the function Inn/MakeBed: give one of them another name.',
  );
});

it.each(['make-bed', '', 'inn/', '/make-bed'])('refuses "%s", which is no entry of a room', (entry) => {
  expect(() => make(entry)).toThrow('say <room>/<verb-noun>');
});
