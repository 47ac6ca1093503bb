/** Stands where a piece is still to come; `lines` is about how tall it will be. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton-lines">
      <span class="sr-only">Chargement en cours</span>
      {Array.from({ length: lines }, () => (
        <span class="skeleton" />
      ))}
    </div>
  )
}
