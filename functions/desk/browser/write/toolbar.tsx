import type { RefObject } from 'preact';
import { type Command, commands } from './toolbar-commands.ts';

/** Buttons that put Markdown's signs round what is chosen. */
export const Toolbar = ({ area }: { area: RefObject<HTMLTextAreaElement | null> }) => (
  <div class="toolbar" role="toolbar" aria-label="Markdown">
    {commands.map((command) => (
      <button
        key={command.name}
        type="button"
        title={command.key ? `${command.name} (Ctrl+${command.key.toUpperCase()})` : command.name}
        // The text keeps its focus, and a telephone its keyboard.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => area.current && run(command, area.current)}
      >
        <span class="unseen">{command.name}</span>
        <span aria-hidden="true">{command.sign}</span>
      </button>
    ))}
  </div>
);

/** @returns whether the keys mean a command, which then was done. */
export function runByKey(event: KeyboardEvent, area: HTMLTextAreaElement): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
  const command = commands.find(({ key }) => key === event.key.toLowerCase());
  if (!command) return false;
  event.preventDefault();
  run(command, area);
  return true;
}

function run({ apply }: Command, area: HTMLTextAreaElement): void {
  const { value, selectionStart, selectionEnd } = area;
  const { text, start, end } = apply({ text: value, start: selectionStart, end: selectionEnd });
  replaceChanged(area, text);
  area.focus();
  area.setSelectionRange(start, end);
}

/** Puts a text where the cursor is, as if it were typed. */
export function insert(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  // The only way by which the browser can undo it again; where it has none, the text is set.
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

/** Replaces no more than what differs. */
function replaceChanged(area: HTMLTextAreaElement, text: string): void {
  const { value } = area;
  let start = 0;
  while (start < value.length && value[start] === text[start]) start += 1;
  let behind = 0;
  while (
    behind < Math.min(value.length, text.length) - start &&
    value[value.length - 1 - behind] === text[text.length - 1 - behind]
  )
    behind += 1;
  area.focus();
  area.setSelectionRange(start, value.length - behind);
  const made = text.slice(start, text.length - behind);
  if (made) insert(area, made);
  else if (!document.execCommand('delete')) {
    area.setRangeText('');
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}
