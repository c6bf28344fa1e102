import { useEffect, useId, useState } from 'preact/hooks';
import type { NameList } from '../api/answers.ts';
import { type FieldValue, fieldIn, isRich, withField } from './manuscript.ts';
import { lastName, listed, namesIn, withLast } from './name-list.ts';

interface FieldsProps {
  front: string;
  /** The address cannot change any more. */
  isStored: boolean;
  onFront: (front: string) => void;
}

/** What the front matter says, in fields. What has no field stays as it is written. */
export const Fields = ({ front, isStored, onFront }: FieldsProps) => {
  const field = (name: string, label: string, more: Partial<FieldProps> = {}) => (
    <Field
      key={name}
      label={label}
      value={fieldIn(front, name)}
      isRich={isRich(front, name)}
      onValue={(value) => onFront(withField(front, name, value))}
      {...more}
    />
  );
  return (
    <div class="fields">
      {field('title', 'Title', { class: 'wide' })}
      {field('standfirst', 'Standfirst', { class: 'wide', hint: 'A sentence or two under the title.' })}
      {field('authors', 'Authors', {
        isList: true,
        names: 'authors',
        hint: 'With commas between them; in quotes if a name has a comma: “"Tenants, Inc."”.',
      })}
      {field('section', 'Section', { names: 'sections' })}
      <details class="wide more">
        <summary>More about it</summary>
        <div class="fields">
          {field('tags', 'Tags', {
            isList: true,
            names: 'tags',
            hint: 'With commas between them; at most 20.',
          })}
          {field('series', 'Series', { names: 'series' })}
          {field('written', 'Written', { hint: 'As precisely as is known: 1949, 1949-05 or 1949-05-01.' })}
          {field('language', 'Language', { hint: 'Such as en, tr or pt-BR.' })}
          {field('picture', 'Picture above it', { hint: 'The name of its file.' })}
          {!isStored && field('slug', 'Address', { hint: 'Made of the title if it is empty.' })}
        </div>
      </details>
    </div>
  );
};

interface FieldProps {
  label: string;
  value: FieldValue | undefined;
  isRich: boolean;
  onValue: (value: FieldValue) => void;
  class?: string;
  hint?: string;
  isList?: boolean;
  /** The list of names that the press suggests. */
  names?: 'authors' | 'tags' | 'sections' | 'series';
}

const Field = ({ label, value, isRich, onValue, class: place = '', hint, isList, names }: FieldProps) => {
  const shown = isList && Array.isArray(value) ? listed(value) : [value ?? ''].flat().join(', ');
  const [typed, setTyped] = useState(shown);
  // A comma that was just typed is no change of the list, and stays; what was changed elsewhere is shown.
  const current = isList && sameList(typed, shown) ? typed : shown;
  const suggested = useNames(names, isList ? lastName(current) : current);
  const id = useId();
  if (isRich)
    return (
      <p class={`field ${place}`}>
        <span>{label}</span>
        <span class="hint">Says more than fits here: change it in the whole file.</span>
      </p>
    );
  return (
    <div class={`field ${place}`}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={current}
        list={names && `${id}-names`}
        autocomplete="off"
        aria-describedby={hint && `${id}-hint`}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          onValue(isList ? namesIn(currentTarget.value) : currentTarget.value);
        }}
      />
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {names && (
        <datalist id={`${id}-names`}>
          {suggested.map((name) => (
            <option key={name} value={isList ? withLast(current, name) : name} />
          ))}
        </datalist>
      )}
    </div>
  );
};

const sameList = (one: string, other: string): boolean => listed(namesIn(one)) === listed(namesIn(other));

/** The names that the press has and that begin so, as it spells them. */
function useNames(names: FieldProps['names'], typed: string): string[] {
  const [found, setFound] = useState<string[]>([]);
  const begins = typed.trim();
  useEffect(() => {
    if (!names || !begins) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ limit: '10', begins });
      const { signal } = controller;
      // Without suggestions one types the name out.
      const answer = await fetch(`/api/${names}?${query}`, { signal }).catch(() => undefined);
      const list: NameList | undefined = answer?.ok ? await answer.json() : undefined;
      if (list && !signal.aborted) setFound(list.items.map(({ name }) => name));
    }, 150);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [names, begins]);
  return found;
}
