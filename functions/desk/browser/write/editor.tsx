import { useEffect, useRef, useState } from 'preact/hooks';
import { isMarkdown } from '../hand-in/file-types.ts';
import { endRun, type Run, run } from '../hand-in/run.ts';
import { RunProgress } from '../hand-in/run-progress.tsx';
import type { Identity } from '../sign-in/identity.ts';
import { useStore } from '../store.ts';
import { Fields } from './fields.tsx';
import { FoundBar } from './found-bar.tsx';
import { isReadable, manuscriptIn, textOf, withField } from './manuscript.ts';
import { Preview } from './preview.tsx';
import { TextArea } from './text-area.tsx';
import { isChanged, type Text } from './texts.ts';
import { useText } from './use-text.ts';

interface EditorProps {
  identity: Identity;
  textKey: string;
  line?: number;
  opened: Text;
  /** It was kept from before: one is asked what is to become of it. */
  isFound: boolean;
}

type Pane = 'text' | 'preview';

/** A text with its fields, beside the page that it will be; and how it is handed in. */
export const Editor = ({ identity, textKey, line, opened, isFound }: EditorProps) => {
  const { text, change, handIn } = useText(identity.by, textKey, opened);
  const [isAsked, setAsked] = useState(isFound);
  const [pane, setPane] = useState<Pane>('text');
  const place = usePlace(text, line);
  const running = useStore(run);
  if (running?.of === textKey) return <HandingIn run={running} identity={identity} />;
  const discard = () => {
    change({ text: text.base, pictures: [] });
    setAsked(false);
  };
  const goTo = (wanted: number) => {
    setPane('text');
    place.goTo(wanted);
  };
  return (
    <section class={`write shows-${pane}`} aria-label="Writing">
      <h1 class="unseen">Write</h1>
      {isAsked && <FoundBar text={text} onKeep={() => setAsked(false)} onDiscard={discard} />}
      <Panes pane={pane} onPane={setPane} />
      <Written text={text} place={place} onChange={change} />
      <Preview text={text} onPlace={goTo} />
      <div class="write-foot">
        {running ? (
          <p>Something else is being handed in: this can follow it.</p>
        ) : (
          <HandInButtons
            isEditor={identity.roles.has('editor')}
            onHandIn={(status) => void handIn(status ? withStatus(text.text, status) : text.text)}
          />
        )}
        <span class="size">{isChanged(text) ? 'Kept in this browser' : 'Nothing changed yet'}</span>
      </div>
    </section>
  );
};

/** Where in the text one is: in its body below the fields, or in the whole file. */
function usePlace({ name, text }: Text, line: number | undefined) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [isWhole, setWhole] = useState(false);
  const { front, bodyLine } = manuscriptIn(text);
  const hasFields = isReadable(front) && isMarkdown(name);
  const showsAll = isWhole || !hasFields;
  const goTo = (wanted: number) => {
    const isInFront = wanted < bodyLine;
    if (isInFront) setWhole(true);
    const within = isInFront || showsAll ? wanted : wanted - bodyLine + 1;
    // The text area is there once the view was drawn anew.
    setTimeout(() => area.current && chooseLine(area.current, within));
  };
  // The place that one came for, once.
  useEffect(() => {
    if (line !== undefined) goTo(line);
  }, []);
  return { area, goTo, showsAll, hasFields, setWhole };
}

interface WrittenProps {
  text: Text;
  place: ReturnType<typeof usePlace>;
  onChange: (more: Partial<Text>) => void;
}

const Written = ({ text, place, onChange }: WrittenProps) => {
  const { area, showsAll, hasFields, setWhole } = place;
  const { front, body } = manuscriptIn(text.text);
  return (
    <div class="written">
      {!showsAll && (
        <Fields
          front={front}
          isStored={text.slug !== undefined}
          onFront={(changed) => onChange({ text: textOf({ front: changed, body }) })}
        />
      )}
      <TextArea
        area={area}
        label={showsAll ? 'The whole file' : 'Text'}
        value={showsAll ? text.text : body}
        pictures={text.pictures}
        onText={(value) => onChange({ text: showsAll ? value : textOf({ front, body: value }) })}
        onPictures={(pictures) => onChange({ pictures })}
      />
      {hasFields && (
        <label class="tick">
          <input
            type="checkbox"
            checked={showsAll}
            onChange={({ currentTarget }) => setWhole(currentTarget.checked)}
          />
          Show the whole file
        </label>
      )}
    </div>
  );
};

/** One of both where there is no room for two. */
const Panes = ({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) => (
  <fieldset class="panes">
    <legend class="unseen">What is shown</legend>
    <button type="button" aria-pressed={pane === 'text'} onClick={() => onPane('text')}>
      Text
    </button>
    <button type="button" aria-pressed={pane === 'preview'} onClick={() => onPane('preview')}>
      Preview
    </button>
  </fieldset>
);

const HandingIn = ({ run: running, identity }: { run: Run; identity: Identity }) => {
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
};

type Wish = 'draft' | 'published' | undefined;

/** A writer's texts are drafts whatever they say. */
const HandInButtons = ({ isEditor, onHandIn }: { isEditor: boolean; onHandIn: (status: Wish) => void }) =>
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
