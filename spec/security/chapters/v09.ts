import { absent } from '../rows'

const opaque = 'tokens say nothing by themselves: each is random, and looked up by its hash'

export const v09 = [
  absent('9.1.1', 'A token that says something is signed', opaque),
  absent('9.1.2', 'Only known ways of signing are taken', opaque),
  absent('9.1.3', 'Keys come from known places', opaque),
  absent('9.2.1', 'A token that says until when is not taken later', opaque),
  absent('9.2.2', 'A token of one kind is not taken for another', opaque),
  absent('9.2.3', 'A token for somebody else is not taken', opaque),
  absent('9.2.4', 'A token says for whom it is', opaque),
]
