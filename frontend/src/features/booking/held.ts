/** The time that this page keeps for the viewer: lists of free times name it, so that it does not count as taken. */
let token: string | null = null;

export const heldToken = (): string | null => token;
export const setHeldToken = (value: string | null): void => {
  token = value;
};
