import type { Act } from '../lib/model';

const show = (value: unknown): string => (value === null || value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value));

/** A decision in words, as after its author's name. */
export function inWords(act: Act): string {
  switch (act.act) {
    case 'accept':
      return 'accepted the claim';
    case 'reject':
      return 'rejected the claim';
    case 'correct':
      return `corrected ${act.slot} ${act.from === undefined ? '' : `from ${show(act.from)} `}to ${show(act.to)}`;
    case 'merge':
      return `said that ${act.claims.length} claims tell one event`;
    case 'split':
      return `parted ${act.claims.length === 1 ? 'the claim' : `${act.claims.length} claims`} from the event`;
    case 'set_place':
      return `put “${act.name}” ${act.place.startsWith('at:') ? `at ${act.place.slice(3)}` : act.place === 'none' ? 'down as no place' : `as ${act.place}`}`;
    case 'set_alignment':
      return `set the leaning of ${act.source}`;
    case 'note':
      return `noted: ${act.text}`;
    case 'undo':
      return 'took a decision back';
  }
}
