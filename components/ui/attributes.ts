/** Attributes handed through to the element: htmx's, ARIA's and data. */
export type Attributes = { [name in `${'hx' | 'aria' | 'data'}-${string}`]?: string | undefined }

export type Tone = 'neutral' | 'good' | 'attention' | 'loss'
