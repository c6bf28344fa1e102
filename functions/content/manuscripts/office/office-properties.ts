/** What the properties of a document say of it (File, Info), as far as they say something. */
export interface OfficeProperties {
  title?: string;
  authors: string[];
  keywords: string[];
}

/** Names that a machine has and not a person. */
const machine =
  /^(?:user|users|admin|administrator|owner|unknown|author|default|pc|me|word|microsoft.*|windows.*|python-docx|docx.*|libreoffice.*|openoffice.*|apache.*|google.*|un-named|hp|dell|lenovo|acer|asus)$/i;

export const isPerson = (name: string): boolean => !machine.test(name);
