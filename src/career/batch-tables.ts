/** A value and the day from which it holds, of what `of` names. */
type Period = { of: string; from: string; value: number }

/** Every period of the tables that steps are judged by, each list in the order of its days. */
export type Periods = {
  grades: { code: string; openedOn: string; closedOn: string | null }[]
  classes: Period[]
  points: Period[]
}

/** What the tables say on any day: each person of a decision may have one of their own. */
export type Tables = {
  gradeOpen(code: string, day: string): boolean
  echelons(rank: string, day: string): number | null
  points(step: { grade: string | null; class: string | null; echelon: number | null }, day: string): number | null
}

export function tablesOf({ grades, classes, points }: Periods): Tables {
  const opened = new Map(grades.map((grade) => [grade.code, grade]))
  const [ranks, steps] = [byName(classes), byName(points)]
  return {
    gradeOpen(code, day) {
      const grade = opened.get(code)
      return grade !== undefined && grade.openedOn <= day && (grade.closedOn === null || grade.closedOn > day)
    },
    echelons: (rank, day) => valueOn(ranks.get(rank), day),
    points: (step, day) => valueOn(steps.get(`${step.grade} ${step.class} ${step.echelon}`), day),
  }
}

function byName(periods: Period[]): Map<string, Period[]> {
  const named = new Map<string, Period[]>()
  for (const period of periods) {
    const others = named.get(period.of)
    if (others) others.push(period)
    else named.set(period.of, [period])
  }
  return named
}

function valueOn(periods: Period[] | undefined, day: string): number | null {
  return periods?.findLast(({ from }) => from <= day)?.value ?? null
}
