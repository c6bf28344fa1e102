import { Tokenizer } from 'htmlparser2';

const nothing = () => undefined;

/**
 * How many elements hold each other at the deepest place of some XML, at least: what ends an element that is not the last
 * one opened ends none. It takes a time that grows with the text alone. A parser keeps the open elements in a list that it
 * moves at each, so that hundreds of thousands of them take it minutes.
 */
export function nestingOf(xml: string): number {
  const open: string[] = [];
  let deepest = 0;
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname: (start, end) => {
        open.push(xml.slice(start, end));
        deepest = Math.max(deepest, open.length);
      },
      onselfclosingtag: () => void open.pop(),
      onclosetag: (start, end) => {
        if (open.at(-1) === xml.slice(start, end)) open.pop();
      },
      onopentagend: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onattribname: nothing,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(xml);
  tokenizer.end();
  return deepest;
}
