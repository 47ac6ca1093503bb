/** Asks for all of them, three at a time, so that the house is never too busy to answer. */
export async function fewAtOnce<T, R>(all: T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const waiting = all.entries()
  const answers: R[] = []
  const work = async () => {
    for (const [place, one] of waiting) answers[place] = await ask(one)
  }
  await Promise.all([work(), work(), work()])
  return answers
}
