import { useEffect, useState } from 'preact/hooks';
import { type Choice, choiceOf, droppedChoice } from './chosen-files.ts';
import { accepted } from './file-types.ts';

/** Files are dropped anywhere on the page, or chosen; folders too. */
export const FileField = ({ onChoice }: { onChoice: (choice: Choice) => void }) => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const out = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(false);
      void droppedChoice(event.dataTransfer).then(onChoice);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', out);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', out);
      document.removeEventListener('drop', drop);
    };
  }, [onChoice]);
  return (
    <div class={isOver ? 'drop over' : 'drop'}>
      <p>
        <FileButton label="Choose files" accept={accepted} onChoice={onChoice} />
        <FileButton label="Choose a folder" folder onChoice={onChoice} />
      </p>
      <p class="drop-hint">or drop them anywhere on this page</p>
    </div>
  );
};

interface FileButtonProps {
  label: string;
  accept?: string;
  folder?: boolean;
  onChoice: (choice: Choice) => void;
}

/** The field itself keeps its place for the keyboard and is not seen: browsers word and size it as they like. */
const FileButton = ({ label, accept, folder = false, onChoice }: FileButtonProps) => (
  <label class={folder ? 'button quiet file-button folder' : 'button file-button'}>
    {label}
    <input
      type="file"
      class="unseen"
      multiple
      accept={accept}
      {...(folder && { webkitdirectory: true })}
      onChange={({ currentTarget }) => {
        onChoice(choiceOf(currentTarget.files ?? []));
        // The same file can be chosen again once it was corrected.
        currentTarget.value = '';
      }}
    />
  </label>
);
