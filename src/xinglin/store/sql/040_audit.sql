-- The audit trail: appended in the transaction it tells of, sealed in blocks within a second
-- (store/audit.py). Here is only what keeps it append-only.

-- Which transaction wrote the entry. The sealer takes what has become visible since its last
-- block, so an entry whose transaction commits late is neither lost nor waited for.
ALTER TABLE store_auditentry
    ADD COLUMN IF NOT EXISTS recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX IF NOT EXISTS store_auditentry_xid ON store_auditentry (recorded_xid);

CREATE OR REPLACE FUNCTION xinglin.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '表 % 只能追加，不能修改、删除或清空。', TG_TABLE_NAME
        USING ERRCODE = 'XL003';
END $$;

CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();
CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_auditblock
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();

-- Write one entry for the actor. Kinds: change, open, unmask, login, export, refuse, sign ...
CREATE OR REPLACE FUNCTION xinglin.audit(
    kind text, register text, record_id bigint, version integer, detail text
) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO store_auditentry
        (recorded_at, actor, action, register, record_id, version, kind, purpose, detail)
    VALUES
        (xinglin.now(), xinglin.actor(), xinglin.said('action'), register, record_id, version,
         kind, xinglin.said('purpose'), coalesce(detail, ''))
    RETURNING entry_id
$$;

-- The same for many records at once (a list shown, a file exported).
CREATE OR REPLACE FUNCTION xinglin.audit_many(
    kind text, register text, record_ids bigint[], detail text
) RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH written AS (
        INSERT INTO store_auditentry
            (recorded_at, actor, action, register, record_id, kind, purpose, detail)
        SELECT xinglin.now(), xinglin.actor(), xinglin.said('action'), register, one, kind,
               xinglin.said('purpose'), coalesce(detail, '')
        FROM unnest(record_ids) AS one
        RETURNING 1)
    SELECT count(*) FROM written
$$;

ALTER TABLE store_auditentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE store_auditentry FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS app_reads ON store_auditentry;
DROP POLICY IF EXISTS reader_reads ON store_auditentry;
DROP POLICY IF EXISTS owner_writes ON store_auditentry;
CREATE POLICY app_reads ON store_auditentry FOR SELECT TO xinglin_app
    USING (xinglin.scope_is_set_when_planned() AND (SELECT xinglin.scope_is_set())
           AND ((SELECT xinglin.is_bureau()) OR actor = (SELECT xinglin.actor())));
CREATE POLICY reader_reads ON store_auditentry FOR SELECT TO xinglin_reader USING (true);
-- The functions above run as owner, and so does the sealer; the triggers hold them to appending.
CREATE POLICY owner_writes ON store_auditentry TO xinglin_owner USING (true) WITH CHECK (true);

REVOKE ALL ON store_auditentry, store_auditblock FROM xinglin_app, xinglin_reader;
GRANT SELECT ON store_auditentry, store_auditblock TO xinglin_app, xinglin_reader;
