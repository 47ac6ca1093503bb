/** One thousand at a time: `ask` gives the XML of a page of ListObjectsV2. */
export async function* listed(prefix: string, ask: (query: Record<string, string>) => Promise<string>) {
  for (let next: string | null = ''; next !== null; ) {
    const query: Record<string, string> = { 'list-type': '2', ...(prefix ? { prefix } : {}) }
    if (next) query['continuation-token'] = next
    const xml: string = await ask(query)
    for (const object of xml.split('<Contents>').slice(1)) {
      const [, hash] = /^([0-9a-f]{2}\/[0-9a-f]{62})$/.exec(inside(object, 'Key').slice(prefix.length)) ?? []
      if (hash)
        yield {
          hash: hash.replace('/', ''),
          bytes: Number(inside(object, 'Size')),
          at: new Date(inside(object, 'LastModified')),
        }
    }
    next = inside(xml, 'IsTruncated') === 'true' ? inside(xml, 'NextContinuationToken') : null
  }
}

function inside(xml: string, name: string): string {
  const at = xml.indexOf(`<${name}>`)
  const begin = at + name.length + 2
  const text = at === -1 ? '' : xml.slice(begin, xml.indexOf('<', begin))
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
