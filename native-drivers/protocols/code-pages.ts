const upperHalf =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const windows1252 = new TextDecoder('windows-1252');

/**
 * The character that Alt and a number on the number pad stand for: of Windows-1252 when the number begins with 0, else of
 * code page 437. Numbers below 32 are the control characters, which is what readers mean by them.
 */
export function characterOfNumber(digits: string): string {
  const code = Number(digits) % 256;
  if (code < 128) return String.fromCharCode(code);
  return digits.startsWith('0') ? windows1252.decode(Uint8Array.of(code)) : upperHalf[code - 128]!;
}
