export const EXIT_OK = 0;
/** The command ran and something in it failed. */
export const EXIT_FAILED = 1;
/** The command line was not understood; nothing was done. */
export const EXIT_USAGE = 2;
