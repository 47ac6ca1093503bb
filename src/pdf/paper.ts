/** What is drawn on A4 sheets: data alone, so that it can be handed to a thread. */
export type Paper = {
  title: string
  /** Under the title: a number, a period. */
  reference?: string
  letterhead: Letterhead
  blocks: Block[]
  /** Day and hour that the file says it is of, ISO 8601: the same paper gives the same bytes. */
  at: string
  /** Across each page of what is not the paper itself yet. */
  mark?: string
  landscape?: boolean
}

/** Who speaks: `country` and `motto` at the right, the house at the left. */
export type Letterhead = {
  country: string
  motto: string
  organisation: string
  service?: string
  /** PNG or JPEG. */
  logo: Uint8Array | null
  /** At the foot of each page. */
  contact: string | null
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | Table
  | Signature

/** Headings come again on each page; `total`: a last row, set apart. */
export type Table = {
  kind: 'table'
  columns: { label: string; share: number; numeric?: boolean }[]
  rows: string[][]
  total?: string[]
}

/** `verification`: how whoever holds the paper asks the house whether it comes from it. */
export type Signature = {
  kind: 'signature'
  place: string
  title: string
  name: string
  verification: { words: string; code: string; address: string } | null
}
