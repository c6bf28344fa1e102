import type { Filter } from './use-documents.ts';

interface FiltersProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

/** What documents are looked for by. */
export const Filters = ({ filter, onFilter }: FiltersProps) => (
  <search class="filters">
    <label class="field">
      <span>Words of title or file name</span>
      <input
        type="search"
        value={filter.q}
        maxLength={200}
        onInput={({ currentTarget }) => onFilter({ ...filter, q: currentTarget.value })}
      />
    </label>
    <label class="field">
      <span>Author</span>
      <input
        type="search"
        value={filter.author}
        maxLength={200}
        onInput={({ currentTarget }) => onFilter({ ...filter, author: currentTarget.value })}
      />
    </label>
    <Choice
      name="State"
      value={filter.state}
      options={states}
      onValue={(state) => onFilter({ ...filter, state })}
    />
    <Choice
      name="Kind"
      value={filter.kind}
      options={kinds}
      onValue={(kind) => onFilter({ ...filter, kind })}
    />
  </search>
);

export const states = ['published', 'draft', 'scheduled', 'withdrawn'] as const;
export const kinds = [
  'article',
  'page',
  'book',
  'bulletin',
  'event',
  'newsletter',
  'edition',
  'front',
  'press',
] as const;

interface ChoiceProps {
  name: string;
  value: string;
  options: readonly string[];
  onValue: (value: string) => void;
}

const Choice = ({ name, value, options, onValue }: ChoiceProps) => (
  <label class="field">
    <span>{name}</span>
    <select value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
      <option value="">any</option>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  </label>
);
