import { useEffect, useState } from 'preact/hooks';
import type { AltWords } from './alt-words.ts';
import type { ChosenFile } from './chosen-files.ts';
import { sizeOf } from './size.ts';

interface ChosenListProps {
  files: readonly ChosenFile[];
  /** Names of the pictures that have no words yet. */
  asked: readonly string[];
  words: ReadonlyMap<string, AltWords>;
  onWords: (name: string, words: AltWords) => void;
  onRemove: (name: string) => void;
}

/** What is chosen, each with its thumbnail and the way out. */
export const ChosenList = ({ files, asked, words, onWords, onRemove }: ChosenListProps) => (
  <ul class="chosen" aria-label="Chosen files">
    {files.map((file) => (
      <li key={file.name}>
        <Thumbnail file={file} />
        <div class="chosen-what">
          <span class="file-name">{file.name}</span> <span class="size">{sizeOf(file.content.size)}</span>
          {asked.includes(file.name) && (
            <AltField
              name={file.name}
              words={words.get(file.name) ?? { alt: '', decorative: false }}
              onWords={(said) => onWords(file.name, said)}
            />
          )}
        </div>
        <button type="button" class="link" onClick={() => onRemove(file.name)}>
          Remove<span class="unseen"> {file.name}</span>
        </button>
      </li>
    ))}
  </ul>
);

interface AltFieldProps {
  name: string;
  words: AltWords;
  onWords: (words: AltWords) => void;
}

const AltField = ({ name, words: { alt, decorative }, onWords }: AltFieldProps) => (
  <div class="alt">
    <label class="field">
      <span>
        What does it show?<span class="unseen"> {name}</span>
      </span>
      <input
        type="text"
        value={alt}
        maxLength={1000}
        disabled={decorative}
        onInput={({ currentTarget }) => onWords({ alt: currentTarget.value, decorative })}
      />
    </label>
    <label class="tick">
      <input
        type="checkbox"
        checked={decorative}
        onChange={({ currentTarget }) => onWords({ alt, decorative: currentTarget.checked })}
      />
      Decorative: it says nothing that the text does not
    </label>
  </div>
);

const Thumbnail = ({ file: { role, type, content, name } }: { file: ChosenFile }) => {
  const address = useAddress(role === 'picture' && type !== 'image/tiff' ? content : undefined);
  if (address) return <img class="thumb" src={address} alt="" />;
  return (
    <span class="thumb sheet" aria-hidden="true">
      {name.slice(name.lastIndexOf('.') + 1)}
    </span>
  );
};

/** An address at which this page has the content, for as long as it is shown. */
function useAddress(content: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!content) return undefined;
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address;
}
