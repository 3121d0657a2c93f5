/**
 * The contract's own version, semantic *from the middleware's view*: major when a conformant middleware may now fail,
 * minor when it may do more than before, patch when nothing changes for it.
 */
export const CONTRACT_VERSION: string = '1.0.0';
