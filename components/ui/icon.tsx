import { escaped, Piece } from './piece'

/** Drawn on a 20 × 20 grid, one stroke of 1.5. */
const shapes = {
  alert: 'M10 3.25 17.5 16.5h-15zM10 8v4M10 14.25v.01',
  'arrow-down': 'M10 4v12M5.5 11.5 10 16l4.5-4.5',
  'arrow-left': 'M16 10H4M8.5 5.5 4 10l4.5 4.5',
  'arrow-right': 'M4 10h12M11.5 5.5 16 10l-4.5 4.5',
  'arrow-up': 'M10 16V4M5.5 8.5 10 4l4.5 4.5',
  book: 'M4.5 16V5a1.75 1.75 0 0 1 1.75-1.75h9.25v13.5H5.75a1.25 1.25 0 0 1 0-2.75h9.75M8 7h4.5',
  building: 'M4.5 16.5V3.5h7.5v13M12 8h3.5v8.5M2.5 16.5h15M7.25 7h2M7.25 10h2M7.25 13h2',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.75h13M7 3v3.5M13 3v3.5',
  chart: 'M3 16.75h14M5.5 13.5V9.5M10 13.5v-9M14.5 13.5V7',
  check: 'm4 10.75 4 4 8-9.5',
  clock: 'M10 3.25a6.75 6.75 0 1 0 0 13.5 6.75 6.75 0 0 0 0-13.5ZM10 6.25v4l2.75 1.75',
  close: 'm5 5 10 10M15 5 5 15',
  columns: 'M3.25 4h13.5v12H3.25zM7.75 4v12M12.25 4v12',
  document: 'M5 2.75h6.25L15.25 7v10.25H5zM11 2.75V7.25h4.25M7.75 10.5h4.5M7.75 13.5h4.5',
  download: 'M10 3.25v9M6 8.75l4 4 4-4M3.5 16.5h13',
  filter: 'M3 5.5h14M5.5 10h9M8 14.5h4',
  gear: 'M10 7.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5ZM10 2.75v2.5M10 14.75v2.5M2.75 10h2.5M14.75 10h2.5M4.9 4.9l1.75 1.75M13.35 13.35l1.75 1.75M4.9 15.1l1.75-1.75M13.35 6.65 15.1 4.9',
  home: 'M3.25 9.25 10 3.5l6.75 5.75V16a.75.75 0 0 1-.75.75h-3.75V12h-4.5v4.75H4a.75.75 0 0 1-.75-.75z',
  lock: 'M4.75 9h10.5v7.75H4.75zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.75',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  out: 'M8 3.5H4v13h4M12.5 6.25 16.25 10l-3.75 3.75M16.25 10H8',
  people:
    'M7.5 4.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5ZM2.5 16.25c.2-2.7 2.2-4.25 5-4.25s4.8 1.55 5 4.25M12.75 4.5a2.6 2.6 0 0 1 0 5M14.75 12.5c1.7.6 2.65 1.9 2.75 3.75',
  person: 'M10 3.75a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 16.75c.2-3 2.7-4.75 6-4.75s5.8 1.75 6 4.75',
  plus: 'M10 4v12M4 10h12',
  search: 'M8.75 3.5a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5ZM12.75 12.75l4 4',
  server: 'M3.5 3.75h13v5h-13zM3.5 11.25h13v5h-13zM6.5 6.25v.01M6.5 13.75v.01M9.5 6.25h4M9.5 13.75h4',
  stamp:
    'M8 10.5V8.75a3.25 3.25 0 1 1 4 0v1.75M5 10.5h10a1.25 1.25 0 0 1 1.25 1.25v1.75H3.75v-1.75A1.25 1.25 0 0 1 5 10.5ZM3.75 16.75h12.5',
  star: 'm10 3 2.15 4.6 4.85.65-3.55 3.4.9 4.85L10 14.1l-4.35 2.4.9-4.85L3 8.25l4.85-.65z',
  steps: 'M2.75 16.5h3.5v-4h4v-4h4v-4h3',
  wallet: 'M3.25 6v9.5h13.5V7.5H4.5A1.25 1.25 0 0 1 4.5 4.5H14v3M13 11.5h.75',
} as const

export type IconName = keyof typeof shapes

/** Decorative unless `label` says what it stands for. */
export function Icon({ name, label }: { name: IconName; label?: string }) {
  const voice = label ? `role="img" aria-label="${escaped(label)}"` : 'aria-hidden="true"'
  return Piece({
    html: `<svg class="icon" viewBox="0 0 20 20" width="20" height="20" ${voice}><path d="${shapes[name]}"/></svg>`,
  })
}
