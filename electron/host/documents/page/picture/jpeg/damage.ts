/** What a JPEG says cannot be, or it breaks off. Told by name where the picture's file is decoded. */
export class JpegDamage extends Error {
  override readonly name = 'JpegDamage';
}
