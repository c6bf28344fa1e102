import type { Notice } from '../../../content/contract/values.ts';
import { isMarkdown } from './file-types.ts';

interface FindingsProps {
  notices: readonly Notice[];
  /** Leads to the place, where it can be shown. */
  onPlace?: (line: number, file: string) => void;
  /** Whether the file can be shown. */
  hasPlace?: (file: string) => boolean;
  /** Hands the file in again as what it is, where it can say so itself. */
  onChoice?: (file: string, slug: string, copy?: string) => void;
}

/** What the press found, by file; worst first. */
export const Findings = ({ notices, onPlace, hasPlace = () => true, onChoice }: FindingsProps) => (
  <ul class="findings" aria-label="Findings">
    {[...notices].sort(bySeverity).map(({ level, file, line, text, choice }) => (
      <li key={`${level} ${file} ${line} ${text}`} class={level}>
        <p class="finding-place">
          <span class="finding-level">{levels[level]}</span> {file}
          {line !== undefined && onPlace && hasPlace(file) ? (
            <button type="button" class="link" onClick={() => onPlace(line, file)}>
              Line {line}
            </button>
          ) : (
            line !== undefined && `, line ${line}`
          )}
        </p>
        <p>{text}</p>
        {choice && onChoice && isMarkdown(file) && (
          <p class="buttons">
            <button
              type="button"
              class="button quiet"
              onClick={() => onChoice(file, choice.slug, level === 'error' ? undefined : choice.other)}
            >
              It is a new version of “{choice.title}”
            </button>
            {level === 'error' && (
              <button type="button" class="button quiet" onClick={() => onChoice(file, choice.other)}>
                It is another piece
              </button>
            )}
          </p>
        )}
      </li>
    ))}
  </ul>
);

const levels: Readonly<Record<Notice['level'], string>> = {
  error: 'Refused',
  warning: 'Doubtful',
  note: 'Note',
};

const order = ['error', 'warning', 'note'];
const bySeverity = (one: Notice, other: Notice): number =>
  order.indexOf(one.level) - order.indexOf(other.level);
