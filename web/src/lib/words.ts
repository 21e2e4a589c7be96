/** Words for people where the API has short names. */

import type { Status } from './model';

export const STATUS: Record<Status, string> = {
  held: 'held',
  contested: 'contested',
  besieged: 'besieged',
  entered: 'entered by the other side',
  disputed: 'disputed between sources',
  unknown: 'not known',
};

export const KINDS: Record<string, { label: string; group: Group }> = {
  capture: { label: 'Captured', group: 'control' },
  withdraw: { label: 'Withdrew', group: 'control' },
  transfer: { label: 'Handed over', group: 'control' },
  hold: { label: 'Held', group: 'control' },
  enter: { label: 'Entered', group: 'control' },
  advance: { label: 'Advanced', group: 'control' },
  encircle: { label: 'Encircled', group: 'control' },
  route: { label: 'Road cut or opened', group: 'control' },
  attack: { label: 'Attacked', group: 'fight' },
  clash: { label: 'Clashed', group: 'fight' },
  airstrike: { label: 'Air strike', group: 'air' },
  shelling: { label: 'Shelling', group: 'fire' },
  drone: { label: 'Drone strike', group: 'air' },
  bombing: { label: 'Bombing', group: 'fire' },
  chemical: { label: 'Chemical weapon', group: 'harm' },
  harm: { label: 'People harmed', group: 'harm' },
  massacre: { label: 'Massacre', group: 'harm' },
  detain: { label: 'Detained', group: 'people' },
  release: { label: 'Released', group: 'people' },
  displace: { label: 'Displaced', group: 'people' },
  loss: { label: 'Equipment lost', group: 'force' },
  deploy: { label: 'Deployed', group: 'force' },
  defect: { label: 'Changed sides', group: 'force' },
  accord: { label: 'Agreement', group: 'talk' },
  relief: { label: 'Siege lifted', group: 'control' },
  protest: { label: 'Protest', group: 'people' },
  say: { label: 'Statement', group: 'talk' },
};

export type Group = 'control' | 'fight' | 'air' | 'fire' | 'harm' | 'people' | 'force' | 'talk';

export const GROUPS: Record<Group, string> = {
  control: 'Control',
  fight: 'Ground fighting',
  air: 'From the air',
  fire: 'Shelling, bombs',
  harm: 'Harm to people',
  people: 'Detained, displaced',
  force: 'Forces',
  talk: 'Talks',
};

export const kindName = (kind: string): string => KINDS[kind]?.label ?? kind;

export const DISPUTES: Record<string, string> = {
  holder: 'Who held it',
  happened: 'Whether it happened',
  figure: 'How many',
  date: 'When',
  actor: 'Who did it',
};

const NUMBER = new Intl.NumberFormat('en-GB');
export const number = (n: number): string => NUMBER.format(n);

export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

export function range(min: number | null, max: number | null): string {
  if (min === null && max === null) return 'no number';
  if (min === null) return `up to ${number(max!)}`;
  if (max === null) return `${number(min)} or more`;
  return min === max ? number(min) : `${number(min)}–${number(max)}`;
}

/** How sure the source is, in words; empty for a plain statement. */
export const MODALITY: Record<string, string> = {
  asserted: '',
  reported: 'reported',
  claimed: 'claimed',
  denied: 'denied',
  possible: 'possible',
  intended: 'intended',
  attempted: 'attempted',
  unclear: 'unclear',
};
