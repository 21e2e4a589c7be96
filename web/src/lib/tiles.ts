/**
 * A base map of the user's own. The page's content policy forbids every other machine; the server
 * widens it by the one origin that this browser's cookie names, and by nothing else.
 */

/** Whether the address is of one PMTiles file. */
export const isArchive = (address: string): boolean => /^https?:\/\/[^?#]+\.pmtiles([?#]|$)/.test(address);

export const isTileAddress = (address: string): boolean => {
  try {
    const url = new URL(address.replace(/[{}]/g, '_'));
    return /^https?:$/.test(url.protocol) && (isArchive(address) || /\{z\}.*\{x\}.*\{y\}|\{z\}.*\{y\}.*\{x\}/.test(address));
  } catch {
    return false;
  }
};

export function allowTiles(address: string): void {
  const origin = address ? new URL(address.replace(/[{}]/g, '_')).origin : '';
  document.cookie = `annalist-tiles=${origin}; path=/; SameSite=Strict; max-age=${origin ? 31_536_000 : 0}`;
}
