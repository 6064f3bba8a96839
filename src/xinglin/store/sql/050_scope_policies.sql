-- Row-level security of one table, from the columns it has.
--
-- line         the business line of all its rows; '' = every line (persons)
-- line_column  instead: the column that names each row's line (due moments)
-- writable     false for histories: the app only reads them
CREATE OR REPLACE FUNCTION xinglin.guard_scope(
    guarded regclass, line text DEFAULT '', line_column name DEFAULT NULL,
    writable boolean DEFAULT true
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    line_is text := format('(SELECT xinglin.line_allowed(%L))', line);
    rows    text;
BEGIN
    -- Guards are put by migrations, which go on as owner: the check of a new foreign key over the
    -- rows already there runs under these very policies. Ends with the migration's transaction.
    PERFORM set_config('xinglin.unscoped', 'on', true);

    -- (SELECT f()) is evaluated once a query; f() bare would be once a row. The closure comes as a
    -- sub-select, which PostgreSQL hashes: a prefecture has thousands of divisions.
    rows := '(SELECT xinglin.scope_everything())'
        || ' OR reporter = ANY ((SELECT xinglin.scope_units())::text[])'
        || ' OR place IN (SELECT descendant FROM store_divisionclosure'
        || ' WHERE ancestor = ANY ((SELECT xinglin.scope_places())::text[]))';
    IF line_column IS NOT NULL THEN
        line_is := format(
            '(%1$I = ANY ((SELECT xinglin.scope_lines())::text[])'
            ' OR ''*'' = ANY ((SELECT xinglin.scope_lines())::text[]))', line_column);
    END IF;

    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    -- Asked twice, while planning and while running: see scope_is_set_when_planned.
    PERFORM xinglin.put_policy(guarded, 'app_scope', 'xinglin_app', writable,
        format('xinglin.scope_is_set_when_planned() AND (SELECT xinglin.scope_is_set())'
               ' AND %s AND (%s)', line_is, rows));
    PERFORM xinglin.put_policy(guarded, 'owner_scope', 'xinglin_owner', writable,
        format('xinglin.owner_scope_is_set_when_planned()'
               ' AND (SELECT xinglin.owner_scope_is_set())'
               ' AND ((SELECT xinglin.is_unscoped()) OR (%s AND (%s)))', line_is, rows));
    PERFORM xinglin.put_policy(guarded, 'reader_scope', 'xinglin_reader', false, 'true');

    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, xinglin_app, xinglin_reader', guarded);
    EXECUTE format('GRANT SELECT ON %s TO xinglin_reader', guarded);
    EXECUTE format('GRANT %s ON %s TO xinglin_app',
        CASE WHEN writable THEN 'SELECT, INSERT, UPDATE' ELSE 'SELECT' END, guarded);
END $$;

CREATE OR REPLACE FUNCTION xinglin.put_policy(
    guarded regclass, policy name, role name, writable boolean, condition text
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP POLICY IF EXISTS %I ON %s', policy, guarded);
    IF writable THEN
        EXECUTE format('CREATE POLICY %I ON %s TO %I USING (%s) WITH CHECK (%s)',
            policy, guarded, role, condition, condition);
    ELSE
        EXECUTE format('CREATE POLICY %I ON %s FOR SELECT TO %I USING (%s)',
            policy, guarded, role, condition);
    END IF;
END $$;
