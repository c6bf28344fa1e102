import type { ComponentChildren } from 'preact';

interface FormProps {
  /** Path of the site that the form is posted to. */
  action: string;
  children: ComponentChildren;
  /** On a page with other things, such as a footer: what the form is for, for screen readers. */
  label?: string;
  /** One field and its button side by side, below an article or in a footer. */
  short?: boolean;
  /** The form only asks for another page, whose address then has the fields. */
  asks?: boolean;
}

/** A form that works without scripts. The browser's own checks are off: ours say more, and in the page's language. */
export const Form = ({ action, label, short, asks, children }: FormProps) => (
  <form
    class={short ? 'form short' : 'form'}
    method={asks ? 'get' : 'post'}
    action={action}
    aria-label={label}
    novalidate
  >
    {children}
  </form>
);

interface FieldProps {
  name: string;
  label: string;
  /** `id` of the input, where two forms of one page have a field of that name. */
  id?: string;
  type?: 'text' | 'email';
  value?: string;
  hint?: string;
  /** What is wrong with it. */
  error?: string;
  /** What browsers fill in, as the HTML standard names it. */
  autocomplete?: string;
  required?: boolean;
  maxLength?: number;
  /** Of an amount or a number: telephones show digits. */
  inputMode?: 'decimal' | 'numeric';
}

/** A line of text with its label. */
export const Field = ({ label, hint, error, type, ...input }: FieldProps) => {
  const { id = input.name, required } = input;
  const attributes = { ...input, id, ...describedBy(id, { hint, error }) };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!required && <span class="optional"> (optional)</span>}
      </label>
      <Notes id={id} hint={hint} error={error} />
      {type === 'email' ? (
        <input {...attributes} type="email" inputMode="email" autocapitalize="none" spellcheck={false} />
      ) : (
        <input {...attributes} type="text" />
      )}
    </div>
  );
};

interface TextAreaProps extends Omit<FieldProps, 'type' | 'inputMode'> {
  rows?: number;
}

/** Several lines of text with their label. */
export const TextArea = ({ label, hint, error, value, ...input }: TextAreaProps) => {
  const { id = input.name, required, rows = 3 } = input;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {!required && <span class="optional"> (optional)</span>}
      </label>
      <Notes id={id} hint={hint} error={error} />
      <textarea {...input} id={id} rows={rows} {...describedBy(id, { hint, error })}>
        {value}
      </textarea>
    </div>
  );
};

interface SelectProps {
  name: string;
  label: string;
  id?: string;
  options: readonly { value: string; label: string }[];
  /** The one that is chosen; without it the first. */
  value?: string;
  hint?: string;
  error?: string;
  /** The label is for screen readers alone: what stands beside it says the same to the eye. */
  bare?: boolean;
}

/** One of several, where all of them would take too much room. */
export const Select = ({ name, label, id = name, options, value, bare, ...notes }: SelectProps) => (
  <div class="field">
    {!bare && <label for={id}>{label}</label>}
    <Notes id={id} {...notes} />
    <select name={name} id={id} aria-label={bare ? label : undefined} {...describedBy(id, notes)}>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </div>
);

interface ChoiceProps {
  name: string;
  /** Stands above the choices. */
  label: string;
  type: 'checkbox' | 'radio';
  options: readonly { value: string; label: string; hint?: string; checked?: boolean }[];
  hint?: string;
  error?: string;
  /** Of one of several: none has to be chosen. */
  optional?: boolean;
}

/** Boxes to tick, or one of several. */
export const Choices = ({ name, label, type, options, optional, ...notes }: ChoiceProps) => (
  <fieldset class="choices" {...describedBy(name, notes)}>
    <legend>
      {label}
      {optional && <span class="optional"> (optional)</span>}
    </legend>
    <Notes id={name} {...notes} />
    {options.map(({ value, label: text, hint, checked }) => (
      <label key={value} class="choice">
        <input type={type} name={name} value={value} checked={checked} />
        <span>
          <span class="choice-name">{text}</span>
          {hint && <span class="hint">{hint}</span>}
        </span>
      </label>
    ))}
  </fieldset>
);

/** Something the form carries along. */
export const Hidden = ({ name, value }: { name: string; value: string }) => (
  <input type="hidden" name={name} value={value} />
);

/** The name that `Honeypot` fills: no word by which browsers and password managers know what to fill in. */
export const honeypotName = 'leave-this-empty';

/** A field that programs fill in and people never see: not on the screen, not by keyboard, not by screen reader. */
export const Honeypot = () => (
  <div class="honeypot" aria-hidden="true" inert>
    <label>
      Leave this empty
      <input
        name={honeypotName}
        type="text"
        tabIndex={-1}
        autocomplete="off"
        data-1p-ignore
        data-lpignore="true"
      />
    </label>
  </div>
);

/** `quiet`: beside another that is the usual choice. */
export const Button = ({ label, name, value, quiet }: ButtonProps) => (
  <button type="submit" class={quiet ? 'button quiet' : 'button'} name={name} value={value}>
    {label}
  </button>
);

interface ButtonProps {
  label: string;
  /** What the form says when it is sent by this button. */
  name?: string;
  value?: string;
  quiet?: boolean;
}

interface NotesProps {
  hint?: string;
  error?: string;
}

const Notes = ({ id, hint, error }: NotesProps & { id: string }) => (
  <>
    {hint && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error && (
      <p class="error" id={`${id}-error`}>
        {error}
      </p>
    )}
  </>
);

/** Screen readers say the notes with the field. */
function describedBy(id: string, { hint, error }: NotesProps) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return {
    ...(ids.length ? { 'aria-describedby': ids.join(' ') } : {}),
    ...(error ? { 'aria-invalid': true } : {}),
  };
}

/** What is wrong with none of its fields, above a form. */
export const Warnings = ({ texts }: { texts: readonly string[] }) => (
  <>
    {texts.map((text) => (
      <p key={text} class="warned" role="alert">
        {text}
      </p>
    ))}
  </>
);
