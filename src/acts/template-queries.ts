import { sql, type Tx } from '../db/sql'
import type { ActKind } from '../lib/act-kinds'

export type Template = { kind: ActKind; version: number; body: string; validFrom: string }
export type TemplateVersion = Template & { madeAt: Date; madeBy: string | null; acts: number }

/** What a kind of act says on a day. */
export async function templateOn(on: Tx, kind: ActKind, day: string): Promise<Template> {
  const [row] = await on<Template[]>`
    select kind, version, body, valid_from as "validFrom"
    from act_templates
    where kind = ${kind} and valid_from <= ${day}
    order by valid_from desc, version desc
    limit 1`
  if (!row) throw new Error(`no template of ${kind} on ${day}`)
  return row
}

/** Every version of a kind, the last first, and how many acts each was used for. */
export async function listVersions(kind: ActKind): Promise<TemplateVersion[]> {
  return sql<TemplateVersion[]>`
    select t.kind, t.version, t.body, t.valid_from as "validFrom", t.made_at as "madeAt", u.name as "madeBy",
      (select count(*)::int from acts a where a.kind = t.kind and a.template_version = t.version) as acts
    from act_templates t
    left join users u on u.id = t.made_by
    where t.kind = ${kind}
    order by t.version desc
    limit 100`
}

/** The last version; the first one is held, so that two people who write at once write one after the other. */
export async function lockLast(tx: Tx, kind: ActKind): Promise<Template> {
  await tx`select from act_templates where kind = ${kind} and version = 1 for update`
  const [row] = await tx<Template[]>`
    select kind, version, body, valid_from as "validFrom" from act_templates
    where kind = ${kind}
    order by version desc
    limit 1`
  return row!
}

export async function insertTemplate(
  tx: Tx,
  { kind, version, body, validFrom }: Template,
  by: string | null,
): Promise<void> {
  await tx`
    insert into act_templates (kind, version, body, valid_from, made_by)
    values (${kind}, ${version}, ${body}, ${validFrom}, ${by})`
}
