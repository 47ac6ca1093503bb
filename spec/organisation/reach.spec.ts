import { reachFollows } from './reach'

reachFollows({ redis: true })
