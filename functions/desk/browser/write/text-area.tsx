import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { type ChosenFile, choiceOf } from '../hand-in/chosen-files.ts';
import { shrunk } from '../hand-in/shrink-picture.ts';
import { markdownFrom } from './paste.ts';
import { insert, runByKey, Toolbar } from './toolbar.tsx';

interface TextAreaProps {
  area: RefObject<HTMLTextAreaElement | null>;
  label: string;
  value: string;
  pictures: readonly ChosenFile[];
  onText: (value: string) => void;
  /** Given what becomes of those that are there by then. */
  onPictures: (change: (before: readonly ChosenFile[]) => ChosenFile[]) => void;
}

/** The text as it is written, with its signs; what is pasted becomes such text, and pictures lie beside it. */
export const TextArea = ({ area, label, value, pictures, onText, onPictures }: TextAreaProps) => {
  const [remark, setRemark] = useState('');
  const add = async (files: Iterable<File>) => {
    const added = await picturesIn(files);
    if (!added.length) return;
    const names = added.map(({ name }) => name);
    onPictures((before) => [...before.filter(({ name }) => !names.includes(name)), ...added]);
    if (area.current) insert(area.current, added.map(inText).join(''));
    setRemark('Say between the brackets what each picture shows.');
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = pastedFrom(event.clipboardData);
    if (!pasted || !area.current) return;
    event.preventDefault();
    if ('files' in pasted) return void add(pasted.files);
    insert(area.current, pasted.text);
    setRemark(pasted.pictures ? leftBehind(pasted.pictures) : '');
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void add(event.dataTransfer.files);
  };
  return (
    <>
      <Toolbar area={area} />
      <label class="unseen" for="body">
        {label}
      </label>
      <textarea
        id="body"
        ref={area}
        class="body-text"
        value={value}
        spellcheck
        autocapitalize="sentences"
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onPaste={paste}
        onDrop={drop}
        onKeyDown={(event) => area.current && runByKey(event, area.current)}
      />
      <p class="remark" role="status">
        {remark}
      </p>
      <Pictures
        pictures={pictures}
        onAdd={(files) => void add(files)}
        onRemove={(name) => onPictures((before) => before.filter((one) => one.name !== name))}
      />
    </>
  );
};

interface PicturesProps {
  pictures: readonly ChosenFile[];
  onAdd: (files: Iterable<File>) => void;
  onRemove: (name: string) => void;
}

const Pictures = ({ pictures, onAdd, onRemove }: PicturesProps) => (
  <div class="beside-text">
    <label class="button quiet file-button">
      Add pictures
      <input
        type="file"
        class="unseen"
        multiple
        accept="image/*,.pdf"
        onChange={({ currentTarget }) => {
          onAdd([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </label>
    {pictures.map(({ name }) => (
      <span key={name} class="size">
        {name}{' '}
        <button type="button" class="link" onClick={() => onRemove(name)}>
          Remove<span class="unseen"> {name}</span>
        </button>
      </span>
    ))}
  </div>
);

/** Pictures and PDFs among the files, the huge ones made smaller one after the other. */
async function picturesIn(files: Iterable<File>): Promise<ChosenFile[]> {
  const pictures: ChosenFile[] = [];
  for (const chosen of choiceOf(files).files) if (chosen.role !== 'text') pictures.push(await shrunk(chosen));
  return pictures;
}

/** A PDF stands in the front matter, where somebody has to name it. */
const inText = ({ name, role }: ChosenFile): string =>
  role === 'picture' ? `\n![](${encodeURI(name)})\n` : '';

/** Undefined for what the browser pastes by itself. */
function pastedFrom(data: DataTransfer | null) {
  if (!data) return undefined;
  const html = data.getData('text/html');
  return html || !data.files.length ? markdownFrom(html) : { files: [...data.files] };
}

const leftBehind = (pictures: number): string =>
  `${pictures === 1 ? 'A picture' : `${pictures} pictures`} could not come with it: add the files below.`;
