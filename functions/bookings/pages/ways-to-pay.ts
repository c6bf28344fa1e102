/** How places are paid, in words. */
export const waysToPay = {
  transfer: { label: 'By transfer', hint: 'Your letter says to which account.' },
  door: { label: 'At the door', hint: 'Your places are kept until the event ends.' },
} as const;
