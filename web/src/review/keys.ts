/** Keys of the review tab, for its buttons and the help sheet. */

export const REVIEW_KEYS = [
  { key: 'a', label: 'accept the claim', act: 'accept' },
  { key: 'r', label: 'reject it', act: 'reject' },
  { key: 'e', label: 'correct a slot', act: 'correct' },
  { key: 't', label: 'take the other reading', act: 'take' },
  { key: 'p', label: 'put its place on the map', act: 'place' },
  { key: 'n', label: 'write a note', act: 'note' },
  { key: 'x', label: 'mark for merging', act: 'mark' },
  { key: 'g', label: 'merge what is marked', act: 'merge' },
  { key: 's', label: 'split it from its event', act: 'split' },
  { key: 'u', label: 'undo the last decision', act: 'undo' },
] as const;

export type ReviewAct = (typeof REVIEW_KEYS)[number]['act'];
