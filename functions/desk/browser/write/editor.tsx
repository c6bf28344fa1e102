import { useEffect, useRef, useState } from 'preact/hooks';
import { choiceOf } from '../hand-in/chosen-files.ts';
import { kindOf } from '../hand-in/file-types.ts';
import { endRun, run, startRun } from '../hand-in/run.ts';
import { RunProgress } from '../hand-in/run-progress.tsx';
import { shrunk } from '../hand-in/shrink-picture.ts';
import type { Identity } from '../sign-in/identity.ts';
import { useStore } from '../store.ts';
import { Fields } from './fields.tsx';
import { FoundBar } from './found-bar.tsx';
import { isReadable, manuscriptIn, textOf, withField } from './manuscript.ts';
import { markdownFrom } from './paste.ts';
import { Preview } from './preview.tsx';
import { isChanged, Keeper, type Text, textsOf } from './texts.ts';
import { insert, runByKey, Toolbar } from './toolbar.tsx';

interface EditorProps {
  identity: Identity;
  textKey: string;
  line?: number;
  opened: Text;
  /** It was kept from before: one is asked what is to become of it. */
  isFound: boolean;
}

const keeper = new Keeper();

/** A text with its fields, beside the page that it will be. */
export const Editor = ({ identity, textKey, line, opened, isFound }: EditorProps) => {
  const [text, setText] = useState(opened);
  const [isAsked, setAsked] = useState(isFound);
  const [pane, setPane] = useState<'text' | 'preview'>('text');
  const [remark, setRemark] = useState('');
  const running = useStore(run);
  const area = useRef<HTMLTextAreaElement>(null);
  const { front, body, bodyLine } = manuscriptIn(text.text);
  const [isWhole, setWhole] = useState(false);
  const showsAll = isWhole || !isReadable(front) || !/\.(md|markdown)$/i.test(text.name);
  const change = (more: Partial<Text>) => {
    setText((before) => {
      const next = { ...before, ...more, changed: Date.now() };
      keeper.keep(() => textsOf(identity.by).set(textKey, next));
      return next;
    });
  };
  const goTo = (wanted: number) => {
    setPane('text');
    if (wanted < bodyLine) setWhole(true);
    // The text area is there once the view was drawn anew.
    setTimeout(
      () =>
        area.current &&
        chooseLine(area.current, wanted < bodyLine || showsAll ? wanted : wanted - bodyLine + 1),
    );
  };
  useEffect(() => {
    if (line !== undefined) goTo(line);
  }, []);
  const addPictures = async (files: Iterable<File>) => {
    const chosen = choiceOf(files).files.filter(({ role }) => role !== 'text');
    const pictures = [];
    for (const picture of chosen) pictures.push(await shrunk(picture));
    if (!pictures.length) return;
    const names = pictures.map(({ name }) => name);
    change({ pictures: [...text.pictures.filter(({ name }) => !names.includes(name)), ...pictures] });
    const shown = pictures.filter(({ role }) => role === 'picture');
    if (area.current) insert(area.current, shown.map(({ name }) => `\n![](${encodeURI(name)})\n`).join(''));
    setRemark('Say between the brackets what each picture shows.');
  };
  const paste = (event: ClipboardEvent) => {
    const { clipboardData } = event;
    if (!clipboardData) return;
    if (clipboardData.files.length && !clipboardData.types.includes('text/html')) {
      event.preventDefault();
      void addPictures(clipboardData.files);
      return;
    }
    const pasted = markdownFrom(clipboardData.getData('text/html'));
    if (!pasted || !area.current) return;
    event.preventDefault();
    insert(area.current, pasted.text);
    setRemark(
      pasted.pictures
        ? `${pasted.pictures === 1 ? 'A picture' : `${pasted.pictures} pictures`} could not come with it: add the files below.`
        : '',
    );
  };
  const handIn = async (status: 'draft' | 'published' | undefined) => {
    const changed = status ? withStatus(text.text, status) : text.text;
    const sent = { ...text, text: changed, changed: Date.now() };
    setText(sent);
    await textsOf(identity.by).set(textKey, sent);
    const kind = kindOf(text.name) ?? { role: 'text' as const, type: 'text/markdown' };
    const content = new Blob([changed], { type: kind.type });
    const basedOn = text.slug === undefined ? undefined : `${text.slug}/${text.revision}`;
    const files = [{ name: text.name, ...kind, content, ...(basedOn && { basedOn }) }, ...text.pictures];
    await startRun(identity.by, { files, of: textKey });
  };
  if (running?.of === textKey) {
    const isTaken = running.progress.step === 'settled' && running.progress.receipt.state === 'done';
    return (
      <section class="hand-in">
        <h1>{isTaken ? 'Handed in' : 'Handing in'}</h1>
        <RunProgress
          run={running}
          identity={identity}
          {...(!isTaken && { onBack: () => void endRun(identity.by) })}
        />
      </section>
    );
  }
  return (
    <section class={`write shows-${pane}`} aria-label="Writing">
      <h1 class="unseen">Write</h1>
      {isAsked && (
        <FoundBar
          text={text}
          onKeep={() => setAsked(false)}
          onDiscard={() => {
            change({ text: text.base, pictures: [] });
            setAsked(false);
          }}
        />
      )}
      <fieldset class="panes">
        <legend class="unseen">What is shown</legend>
        {(['text', 'preview'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={pane === one} onClick={() => setPane(one)}>
            {one === 'text' ? 'Text' : 'Preview'}
          </button>
        ))}
      </fieldset>
      <div class="written">
        {!showsAll && (
          <Fields
            front={front}
            isStored={text.slug !== undefined}
            onFront={(changed) => change({ text: textOf({ front: changed, body }) })}
          />
        )}
        <Toolbar area={area} />
        <label class="unseen" for="body">
          {showsAll ? 'The whole file' : 'Text'}
        </label>
        <textarea
          id="body"
          ref={area}
          class="body-text"
          value={showsAll ? text.text : body}
          spellcheck
          autocapitalize="sentences"
          onInput={({ currentTarget: { value } }) =>
            change({ text: showsAll ? value : textOf({ front, body: value }) })
          }
          onPaste={paste}
          onKeyDown={(event) => area.current && runByKey(event, area.current)}
        />
        <p class="remark" role="status">
          {remark}
        </p>
        <div class="beside-text">
          <label class="button quiet file-button">
            Add pictures
            <input
              type="file"
              class="unseen"
              multiple
              accept="image/*,.pdf"
              onChange={({ currentTarget }) => {
                void addPictures(currentTarget.files ?? []);
                currentTarget.value = '';
              }}
            />
          </label>
          <label class="tick">
            <input
              type="checkbox"
              checked={showsAll}
              disabled={!isWhole && showsAll}
              onChange={({ currentTarget }) => setWhole(currentTarget.checked)}
            />
            Show the whole file
          </label>
          {text.pictures.map(({ name }) => (
            <span key={name} class="size">
              {name}{' '}
              <button
                type="button"
                class="link"
                onClick={() => change({ pictures: text.pictures.filter((one) => one.name !== name) })}
              >
                Remove<span class="unseen"> {name}</span>
              </button>
            </span>
          ))}
        </div>
      </div>
      <Preview text={text} onPlace={goTo} />
      <div class="write-foot">
        {running ? (
          <p>Something else is being handed in: this can follow it.</p>
        ) : (
          <HandInButtons isEditor={identity.roles.has('editor')} onHandIn={handIn} />
        )}
        <span class="size">{isChanged(text) ? 'Kept in this browser' : 'Nothing changed yet'}</span>
      </div>
    </section>
  );
};

interface HandInButtonsProps {
  isEditor: boolean;
  onHandIn: (status: 'draft' | 'published' | undefined) => Promise<void>;
}

/** A writer's texts are drafts whatever they say. */
const HandInButtons = ({ isEditor, onHandIn }: HandInButtonsProps) =>
  isEditor ? (
    <>
      <button type="button" class="button" onClick={() => onHandIn('published')}>
        Publish
      </button>
      <button type="button" class="button quiet" onClick={() => onHandIn('draft')}>
        Hand in as a draft
      </button>
    </>
  ) : (
    <button type="button" class="button" onClick={() => onHandIn(undefined)}>
      Hand in to the editors
    </button>
  );

function withStatus(text: string, status: 'draft' | 'published'): string {
  const { front, body } = manuscriptIn(text);
  if (!isReadable(front)) return text;
  const plain = withField(front, 'draft', undefined);
  return textOf({ front: withField(plain, 'status', status === 'draft' ? 'draft' : undefined), body });
}

/** Chooses a line, counting from 1, and brings it into sight. */
function chooseLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = (area.scrollHeight * (line - 1)) / Math.max(1, lines.length) - area.clientHeight / 3;
}
