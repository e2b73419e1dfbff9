/** What events there are, and who may send them where. */
export * from './addressable';
