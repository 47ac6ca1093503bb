import { reachFollows } from './reach'

reachFollows({ redis: false })
