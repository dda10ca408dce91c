import { encode } from 'jpeg-js';

/** A drawn picture of a room with nobody in it: wall, floor, skirting board, a door. */
export function emptyRoom(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  const floor = Math.round(height * 0.78);
  const door = { left: width * 0.68, right: width * 0.88, top: height * 0.2 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 1 - 0.25 * Math.hypot(x / width - 0.4, y / height - 0.3);
      const inDoor = x > door.left && x < door.right && y > door.top && y < floor;
      const onFrame = inDoor && (x < door.left + 6 || x > door.right - 6 || y < door.top + 6);
      const [r, g, b] =
        y > floor + 8
          ? [128, 112, 98]
          : y > floor
            ? [226, 224, 218]
            : onFrame
              ? [150, 140, 126]
              : inDoor
                ? [176, 160, 138]
                : [206, 208, 204];
      const at = (y * width + x) * 4;
      data[at] = r! * light;
      data[at + 1] = g! * light;
      data[at + 2] = b! * light;
      data[at + 3] = 255;
    }
  }
  return new Uint8Array(encode({ data, width, height }, 85).data);
}
