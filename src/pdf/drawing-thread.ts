import { parentPort, workerData } from 'node:worker_threads'
import { drawn } from './drawing'
import type { Paper } from './paper'

parentPort?.postMessage(new Uint8Array(await drawn(workerData as Paper)))
