/** One page of A4 that says what it stands for (ISO 32000-1 §7.5): the same words make the same bytes. */
export function paperOf(title: string): Buffer {
  const lines = [
    text(72, 760, 18, title),
    text(72, 730, 11, 'Document de démonstration, sans valeur.'),
    text(72, 712, 11, 'Il tient la place de la pièce d’un agent fictif.'),
  ].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${lines.length} >>\nstream\n${lines}\nendstream`,
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}${end}`, 'latin1')
}

/** A character beyond Latin-1 is written by its place in WinAnsi. */
function text(x: number, y: number, size: number, words: string): string {
  const written = words.replaceAll(/[\\()]/g, '\\$&').replaceAll('’', '\\222')
  return `BT /F ${size} Tf ${x} ${y} Td (${written}) Tj ET`
}
