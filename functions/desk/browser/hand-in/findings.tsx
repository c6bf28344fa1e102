import type { Notice } from '../../../content/contract/values.ts';

interface FindingsProps {
  notices: readonly Notice[];
  /** Leads to the place, where it can be shown. */
  onPlace?: (line: number, file: string) => void;
  /** Whether the file can be shown. */
  hasPlace?: (file: string) => boolean;
}

/** What the press found, by file; worst first. */
export const Findings = ({ notices, onPlace, hasPlace = () => true }: FindingsProps) => (
  <ul class="findings" aria-label="Findings">
    {[...notices].sort(bySeverity).map(({ level, file, line, text }) => (
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
