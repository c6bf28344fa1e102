import { useEffect, useRef, useState } from 'preact/hooks';
import type { Notice } from '../../../content/contract/values.ts';
import { call, wordsOf } from '../api/client.ts';
import type { ChosenFile } from '../hand-in/chosen-files.ts';
import { Findings } from '../hand-in/findings.tsx';
import { documentFrom, showIn } from '../trusted.ts';
import { asSent, type Text } from './texts.ts';

interface Previewed {
  /** Null for a text that would be refused. */
  html: string | null;
  notices: Notice[];
}

interface PreviewProps {
  text: Text;
  /** Leads to a line of the text; what was found is told elsewhere without it. */
  onPlace?: (line: number) => void;
}

/** The text as readers will see it, and what the press finds in it, a moment after each change. */
export const Preview = ({ text, onPlace }: PreviewProps) => {
  const { previewed, problem } = usePreview(text);
  const [isNarrow, setNarrow] = useState(false);
  return (
    <section class="preview" aria-label="Preview">
      <p class="preview-head">
        <span role="status">{problem ?? (onPlace ? headingFor(previewed) : 'As readers will see it')}</span>
        <label class="tick">
          <input
            type="checkbox"
            checked={isNarrow}
            onChange={({ currentTarget }) => setNarrow(currentTarget.checked)}
          />
          As on a telephone
        </label>
      </p>
      {onPlace && previewed && previewed.notices.length > 0 && (
        <Findings notices={previewed.notices} onPlace={onPlace} />
      )}
      <Frame html={previewed?.html ?? undefined} pictures={text.pictures} isNarrow={isNarrow} />
    </section>
  );
};

function headingFor(previewed: Previewed | undefined): string {
  if (!previewed) return 'One moment';
  if (previewed.html === null) return 'It would be refused like this';
  const { length } = previewed.notices;
  if (!length) return 'As readers will see it';
  return length === 1
    ? 'As readers will see it, with one remark'
    : `As readers will see it, with ${length} remarks`;
}

/** Milliseconds without a change. */
const rest = 500;

function usePreview({ name, text, slug }: Text): { previewed?: Previewed; problem?: string } {
  const [state, setState] = useState<{ previewed?: Previewed; problem?: string }>({});
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const body = { name, text: asSent(name, text), ...(slug !== undefined && { slug }) };
        const { signal } = controller;
        setState({ previewed: await call<Previewed>('/api/preview', { method: 'POST', body, signal }) });
      } catch (cause) {
        // What was shown stays.
        if (!controller.signal.aborted) setState(({ previewed }) => ({ previewed, problem: wordsOf(cause) }));
      }
    }, rest);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [name, text, slug]);
  return state;
}

interface FrameProps {
  html: string | undefined;
  pictures: readonly ChosenFile[];
  isNarrow: boolean;
}

/** No script runs in it, and nothing in it leads away. */
const Frame = ({ html, pictures, isNarrow }: FrameProps) => {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element || html === undefined) return undefined;
    const addresses: string[] = [];
    const top = element.contentWindow?.scrollY ?? 0;
    element.onload = () => {
      const page = element.contentDocument;
      for (const name of ['click', 'auxclick', 'submit'])
        page?.addEventListener(name, (event) => event.preventDefault(), true);
      element.contentWindow?.scrollTo(0, top);
    };
    showIn(element, withPictures(html, pictures, addresses));
    return () => addresses.forEach(URL.revokeObjectURL);
  }, [html, pictures]);
  return (
    <iframe
      ref={frame}
      class={isNarrow ? 'page narrow' : 'page'}
      title="The page as readers will see it"
      sandbox="allow-same-origin"
    />
  );
};

/** The page with the pictures that lie beside the text, which the press does not have yet. */
function withPictures(html: string, pictures: readonly ChosenFile[], addresses: string[]): string {
  const page = documentFrom(html);
  for (const absent of page.querySelectorAll<HTMLElement>('.absent[data-picture]')) {
    const path = absent.dataset.picture ?? '';
    const beside = pictures.find(({ name, role }) => role === 'picture' && isNamed(path, name));
    if (!beside) continue;
    const image = page.createElement('img');
    image.src = URL.createObjectURL(beside.content);
    addresses.push(image.src);
    absent.replaceWith(image);
  }
  // Originals of what readers do not have lie elsewhere, where the desk's policy lets nothing be loaded from.
  for (const image of page.querySelectorAll('img'))
    if (isForeign(image.src)) image.replaceWith(nameOf(image));
  for (const source of page.querySelectorAll('source')) if (isForeign(source.srcset)) source.remove();
  for (const one of page.querySelectorAll('link[rel="preload"]')) one.remove();
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

const isForeign = (address: string): boolean =>
  /^https?:/.test(address) && !address.startsWith(location.origin);

function nameOf({ alt, ownerDocument }: HTMLImageElement): HTMLElement {
  const shown = ownerDocument.createElement('span');
  shown.className = 'absent';
  shown.textContent = alt || 'A picture that was handed in';
  return shown;
}

/** As the press finds them at last: by the name of the file, whatever its folder. */
const isNamed = (path: string, name: string): boolean => baseOf(path) === baseOf(name);

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();
