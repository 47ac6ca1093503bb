/** The package, which the build puts into a file of its own: only a site that has a Redis reads it. */
export { createClient, createCluster, createSentinel, ErrorReply, RESP_TYPES } from 'redis'
