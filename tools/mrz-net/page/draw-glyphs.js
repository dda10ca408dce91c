/** Draws each glyph of each font into a cell of its own, capitals centred; runs in the browser. */
globalThis.drawGlyphs = async ({ fonts, glyphs, em, cell }) => {
  const canvas = document.createElement('canvas');
  canvas.width = cell.width * glyphs.length;
  canvas.height = cell.height * fonts.length;
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  let advance = 0;
  for (const [row, font] of fonts.entries()) {
    const face = new FontFace(`face${row}`, `url(data:font/otf;base64,${font})`);
    document.fonts.add(await face.load());
    context.font = `${em}px face${row}`;
    const capital = context.measureText('H');
    advance = capital.width;
    const baseline = row * cell.height + cell.height / 2 + capital.actualBoundingBoxAscent / 2;
    for (const [column, glyph] of [...glyphs].entries())
      context.fillText(glyph, column * cell.width + (cell.width - advance) / 2, baseline);
  }
  return { url: canvas.toDataURL('image/png'), advance };
};
