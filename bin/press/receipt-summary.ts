import { counted } from './counted.ts';
import { isSettled, isUnchanged, type Receipt } from './receipt.ts';

/** All receipts in one sentence: "38 documents taken, 3 of them unchanged; 4 files refused; 12 remarks." */
export function receiptSummary(receipts: readonly Receipt[]): string {
  const documents = receipts.reduce((sum, receipt) => sum + receipt.documents.length, 0);
  const notices = receipts.flatMap((receipt) => receipt.notices);
  const unchanged = notices.filter(isUnchanged).length;
  const remarks = notices.filter((notice) => notice.level !== 'error' && !isUnchanged(notice)).length;
  const parts = [
    `${counted(documents, 'document')} taken${unchanged ? `, ${unchanged} of them unchanged` : ''}`,
    ...some(filesWithErrors(receipts.filter(isSettled)), 'file', ' refused'),
    ...some(filesWithErrors(receipts.filter((receipt) => !isSettled(receipt))), 'file', ' without a receipt'),
    ...some(remarks, 'remark', ''),
  ];
  return `${parts.join('; ')}.`;
}

/** Files of different uploads may have the same name. */
const filesWithErrors = (receipts: readonly Receipt[]): number =>
  receipts.reduce((sum, { notices }) => {
    const errors = notices.filter(({ level }) => level === 'error');
    return sum + new Set(errors.map(({ file }) => file)).size;
  }, 0);

const some = (count: number, what: string, rest: string): string[] =>
  count ? [`${counted(count, what)}${rest}`] : [];
