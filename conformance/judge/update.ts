/** Set where goldens of the cluster's words are to be written anew instead of compared. */
export const UPDATE = 'CONFORMANCE_UPDATE';
