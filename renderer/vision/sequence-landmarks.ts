/**
 * Landmarks that keep their place on the skull whatever the face does: corners of the eyes, bridge, back and wings of
 * the nose, and the outline at temples, cheekbones and forehead. The host counts on their order.
 */
export const RIGID = [
  33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 2, 98, 327, 127, 356, 234, 454, 10, 151, 54, 284,
] as const;
