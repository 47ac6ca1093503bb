/** Whether it is this constraint, or unique index, that has refused a row: of two at once only Postgres knows. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint_name' in error && error.constraint_name === constraint
}
