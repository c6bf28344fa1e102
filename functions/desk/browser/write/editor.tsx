import { useEffect, useRef, useState } from 'preact/hooks';
import { isMarkdown } from '../hand-in/file-types.ts';
import { endRun, isTaken, type Run, run } from '../hand-in/run.ts';
import { FocusedHeading, RunProgress } from '../hand-in/run-progress.tsx';
import { go, type Route } from '../routes.ts';
import type { Identity } from '../sign-in/identity.ts';
import { useStore } from '../store.ts';
import { Bars } from './bars.tsx';
import { Fields } from './fields.tsx';
import { FoundBar } from './found-bar.tsx';
import type { Keeping } from './kept-text.ts';
import { isReadable, manuscriptIn, textOf, type Wish, withStatus } from './manuscript.ts';
import { Preview } from './preview.tsx';
import { TextArea } from './text-area.tsx';
import { isChanged, keyOf, type Text } from './texts.ts';
import { type Change, useText } from './use-text.ts';

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
  const { text, change, handIn, keeping } = useText(identity.by, textKey, opened);
  const [isAsked, setAsked] = useState(isFound);
  const [pane, setPane] = useState<Pane>('text');
  const place = usePlace(text, line);
  const running = useStore(run);
  if (running?.of?.key === keeping.key) return <HandingIn run={running} identity={identity} />;
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
      <Bars text={text} keeping={keeping} />
      <Panes pane={pane} onPane={setPane} />
      <Written text={text} place={place} onChange={change} />
      <Preview text={text} onPlace={goTo} />
      <div class="write-foot">
        {running && !isTaken(running) ? (
          <p>Something else is being handed in: this can follow it.</p>
        ) : (
          <HandInButtons
            ways={identity.roles.has('editor') ? waysOf(text) : []}
            isEditor={identity.roles.has('editor')}
            onHandIn={(said) => void handIn(said ?? text.text)}
          />
        )}
        <span class="size">{isChanged(text) ? keepingWords[keeping.state] : 'Nothing changed yet'}</span>
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
  onChange: (more: Change) => void;
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
        onPictures={(add) => onChange(({ pictures }) => ({ pictures: add(pictures) }))}
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

const keepingWords: Readonly<Record<Keeping['state'], string>> = {
  unchanged: 'Kept in this browser',
  storing: 'One moment',
  kept: 'Kept in this browser',
  held: 'Not kept: this browser keeps nothing',
};

const HandingIn = ({ run: running, identity }: { run: Run; identity: Identity }) => {
  const receipt = running.progress.step === 'settled' ? running.progress.receipt : undefined;
  const isDone = isTaken(running);
  const [document, more] = receipt?.documents ?? [];
  /** What stands at the press is another text from now on than the one that was begun from: this view ends with it. */
  const goOn = (to: Route) => void endRun(identity.by).then(() => go(to));
  return (
    <section class="hand-in">
      <FocusedHeading key={String(isDone)}>{isDone ? 'Handed in' : 'Handing in'}</FocusedHeading>
      <RunProgress
        run={running}
        identity={identity}
        {...(isDone
          ? { onDone: () => goOn({ view: 'hand-in' }) }
          : { onBack: () => void endRun(identity.by) })}
      />
      {isDone && document && !more && !document.overtaken && (
        <p class="buttons">
          <button
            type="button"
            class="button quiet"
            onClick={() => goOn({ view: 'write', key: keyOf(document.slug, document.revision) })}
          >
            Go on with it
          </button>
        </p>
      )}
    </section>
  );
};

interface Way {
  name: string;
  /** The text as it is handed in. */
  said: string;
}

/** The ways in which an editor can hand a text in: none where the desk cannot write into its front matter. */
function waysOf({ name, text }: Text): Way[] {
  if (!isMarkdown(name)) return [];
  const { front, body } = manuscriptIn(text);
  return wishes.flatMap(({ wish, words }) => {
    const changed = withStatus(front, wish);
    return changed === undefined ? [] : { name: words, said: textOf({ front: changed, body }) };
  });
}

const wishes: { wish: Wish; words: string }[] = [
  { wish: 'published', words: 'Publish' },
  { wish: 'draft', words: 'Hand in as a draft' },
];

interface HandInButtonsProps {
  ways: readonly Way[];
  isEditor: boolean;
  /** With nothing it is handed in as it stands. */
  onHandIn: (said?: string) => void;
}

/** A writer's texts are drafts whatever they say. */
const HandInButtons = ({ ways, isEditor, onHandIn }: HandInButtonsProps) => {
  if (ways.length)
    return (
      <>
        {ways.map(({ name, said }, at) => (
          <button
            key={name}
            type="button"
            class={at ? 'button quiet' : 'button'}
            onClick={() => onHandIn(said)}
          >
            {name}
          </button>
        ))}
      </>
    );
  return (
    <>
      <button type="button" class="button" onClick={() => onHandIn()}>
        {isEditor ? 'Hand in' : 'Hand in to the editors'}
      </button>
      {isEditor && <span class="size">It is published, unless the file itself says that it is a draft.</span>}
    </>
  );
};

/** Chooses a line, counting from 1, and brings it into sight. */
function chooseLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = (area.scrollHeight * (line - 1)) / Math.max(1, lines.length) - area.clientHeight / 3;
}
