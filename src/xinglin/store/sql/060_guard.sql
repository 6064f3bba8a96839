-- What the database itself keeps for every register, so that no path escapes: ORM, bulk insert,
-- COPY through a staging table, psql. Called by the register's migration (operation GuardRegister),
-- and again after each change of its columns; it may be run any number of times.

CREATE OR REPLACE FUNCTION xinglin.guard_register(register regclass, line text DEFAULT '')
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    history regclass;
BEGIN
    PERFORM xinglin.check_register(register);
    history := xinglin.extend_history(register);
    PERFORM xinglin.make_stamp(register);
    PERFORM xinglin.make_keeper(register, history);
    PERFORM xinglin.guard_scope(register, line);
    PERFORM xinglin.guard_scope(history, line, writable => false);
    PERFORM xinglin.put_triggers(register, history);
END $$;

-- The bare name of a table, for making names from it.
CREATE OR REPLACE FUNCTION xinglin.bare_name(of_table regclass) RETURNS name
LANGUAGE sql STABLE
RETURN (SELECT relname FROM pg_catalog.pg_class WHERE oid = of_table);

CREATE OR REPLACE FUNCTION xinglin.has_column(in_table regclass, column_name name) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM pg_catalog.pg_attribute
               WHERE attrelid = in_table AND attname = column_name
                 AND attnum > 0 AND NOT attisdropped);

CREATE OR REPLACE FUNCTION xinglin.check_register(register regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    SELECT string_agg(needed, ', ') INTO wrong
    FROM unnest(ARRAY['id', 'version', 'recorded_at', 'recorded_by', 'reporter', 'place']) needed
    WHERE NOT xinglin.has_column(register, needed);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'register % lacks the common columns: %', register, wrong;
    END IF;
    SELECT string_agg(taken, ', ') INTO wrong
    FROM unnest(ARRAY['history_id', 'recorded_xid', 'actor', 'action', 'reason', 'op']) taken
    WHERE xinglin.has_column(register, taken);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'register % has columns whose names its history needs: %', register, wrong
            USING HINT = 'Choose a fuller name, such as void_reason.';
    END IF;
    IF length(xinglin.bare_name(register)) > 50 THEN
        RAISE EXCEPTION 'the table name % is too long: at most 50 characters', register;
    END IF;
END $$;

-- Create the history, or give it the columns that the register has gained. Columns that the
-- register no longer has stay: removing a field drops no data.
CREATE OR REPLACE FUNCTION xinglin.extend_history(register regclass) RETURNS regclass
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bare  name := xinglin.bare_name(register);
    named text := format('public.%I', bare || '_history');
    field record;
BEGIN
    EXECUTE format($sql$
        CREATE TABLE IF NOT EXISTS %s (
            history_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            recorded_xid xid8 NOT NULL,
            effective_on date NOT NULL,
            actor        text NOT NULL,
            action       text NOT NULL,
            reason       text NOT NULL,
            op           char(1) NOT NULL
        )$sql$, named);
    FOR field IN
        SELECT ours.attname AS name, format_type(ours.atttypid, ours.atttypmod) AS type,
               format_type(theirs.atttypid, theirs.atttypmod) AS kept_type
        FROM pg_attribute ours
        LEFT JOIN pg_attribute theirs ON theirs.attrelid = named::regclass
            AND theirs.attname = ours.attname AND NOT theirs.attisdropped
        WHERE ours.attrelid = register AND ours.attnum > 0 AND NOT ours.attisdropped
        ORDER BY ours.attnum
    LOOP
        IF field.kept_type IS NULL THEN
            EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', named, field.name, field.type);
        ELSIF field.kept_type <> field.type THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s USING %2$I::%3$s',
                named, field.name, field.type);
        END IF;
    END LOOP;
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON %s (id, version)',
        bare || '_history_version', named);
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (recorded_xid)',
        bare || '_history_xid', named);
    RETURN named::regclass;
END $$;

-- BEFORE each row: version, time and author are the database's to say, not the sender's. It runs
-- for every row, so it names its schemas instead of pinning a search_path, which costs more than
-- the whole function.
CREATE OR REPLACE FUNCTION xinglin.make_stamp(register regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    dated_insert text := '';
    dated_update text := '';
BEGIN
    IF xinglin.has_column(register, 'effective_on') THEN
        -- A register may carry the date from which its present version holds (a list of last
        -- year's cards comes with a date in each row). Said in the transaction or in the row, it
        -- is taken; a correction keeps the date of what it corrects; a step holds from today.
        dated_insert := $sql$
        IF NEW.effective_on IS NULL THEN
            NEW.effective_on := coalesce(
                nullif(current_setting('xinglin.effective_on', true), '')::date,
                (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date);
        END IF;$sql$;
        dated_update := format($sql$
        IF xinglin.said('effective_on') <> '' THEN
            NEW.effective_on := xinglin.said('effective_on')::date;
        ELSIF NEW.effective_on IS NOT DISTINCT FROM OLD.effective_on AND %s THEN
            NEW.effective_on := (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date;
        END IF;$sql$,
            CASE WHEN xinglin.has_column(register, 'state')
                 THEN 'NEW.state IS DISTINCT FROM OLD.state' ELSE 'false' END);
    END IF;
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%I() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
    -- xinglin.now() and its kin cost half a second in 100,000 rows; asked only where needed.
    NEW.recorded_at := CASE WHEN coalesce(current_setting('xinglin.clock', true), '') = ''
                            THEN clock_timestamp() ELSE xinglin.now() END;
    NEW.recorded_by := xinglin.actor();
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;%s
        RETURN NEW;
    END IF;
    -- The app sends the version it read. Another one means that somebody wrote in between.
    IF NEW.version <> OLD.version THEN
        RAISE EXCEPTION '记录 %% 已由他人改动（现为第 %% 版，您依据的是第 %% 版），请刷新后重新填写。',
            OLD.id, OLD.version, NEW.version USING ERRCODE = 'XL002';
    END IF;
    IF NEW.id <> OLD.id THEN
        RAISE EXCEPTION '记录 %% 的编号不能改。', OLD.id USING ERRCODE = 'XL004';
    END IF;
    NEW.version := OLD.version + 1;
    -- A clock set back must not make a later version known before an earlier one.
    NEW.recorded_at := greatest(NEW.recorded_at, OLD.recorded_at);%s
    RETURN NEW;
END $body$
$sql$, 'stamp_' || xinglin.bare_name(register), dated_insert, dated_update);
END $$;

-- AFTER each statement: all its new row versions go to the history, and an entry for each to the
-- audit, in bulk.
CREATE OR REPLACE FUNCTION xinglin.make_keeper(register regclass, history regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bare    name := xinglin.bare_name(register);
    columns text;
    dated   boolean := xinglin.has_column(register, 'effective_on');
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute WHERE attrelid = register AND attnum > 0 AND NOT attisdropped;
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%1$I() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    v_actor     text := xinglin.actor();
    v_action    text := xinglin.said('action');
    v_reason    text := xinglin.said('reason');
    v_purpose   text := xinglin.said('purpose');
    v_effective date := coalesce(nullif(xinglin.said('effective_on'), '')::date, xinglin.today());
BEGIN
    INSERT INTO %2$s (%3$s, recorded_xid, actor, action, reason, op%4$s)
    SELECT %3$s, pg_current_xact_id(), v_actor, v_action, v_reason, left(TG_OP, 1)%5$s
    FROM fresh;
    INSERT INTO public.store_auditentry
        (recorded_at, actor, action, register, record_id, version, kind, purpose, detail)
    SELECT recorded_at, v_actor, v_action, TG_TABLE_NAME, id, version, 'change', v_purpose, v_reason
    FROM fresh;
    RETURN NULL;
END $body$
$sql$, 'keep_' || bare, history, columns,
        CASE WHEN dated THEN '' ELSE ', effective_on' END,
        CASE WHEN dated THEN '' ELSE ', v_effective' END);
END $$;

CREATE OR REPLACE FUNCTION xinglin.refuse_removal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '登记表 % 的记录不能删除，作废是一种状态，请用相应的步骤并写明原因。', TG_TABLE_NAME
        USING ERRCODE = 'XL003';
END $$;

-- A history grows by its register's trigger alone, whoever asks: depth 1 is this trigger itself.
CREATE OR REPLACE FUNCTION xinglin.refuse_direct_insert() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '历史表 % 只由数据库自己写。', TG_TABLE_NAME USING ERRCODE = 'XL003';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION xinglin.put_triggers(register regclass, history regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    bare name := xinglin.bare_name(register);
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION xinglin.%I()', register, 'stamp_' || bare);
    EXECUTE format('CREATE OR REPLACE TRIGGER keep_insert AFTER INSERT ON %s'
        ' REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION xinglin.%I()',
        register, 'keep_' || bare);
    EXECUTE format('CREATE OR REPLACE TRIGGER keep_update AFTER UPDATE ON %s'
        ' REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION xinglin.%I()',
        register, 'keep_' || bare);
    EXECUTE format('CREATE OR REPLACE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_removal()', register);
    EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change()', history);
    EXECUTE format('CREATE OR REPLACE TRIGGER only_kept BEFORE INSERT ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_direct_insert()', history);
    EXECUTE format('DROP POLICY IF EXISTS keeper ON %s', history);
    EXECUTE format('CREATE POLICY keeper ON %s FOR INSERT TO xinglin_owner WITH CHECK (true)',
        history);
END $$;

-- A declared rename (formerly=): the history follows, so that no past value is lost.
CREATE OR REPLACE FUNCTION xinglin.rename_in_history(register text, old name, new name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE public.%I RENAME COLUMN %I TO %I', register || '_history', old, new);
END $$;

-- Registers whose history lacks a column or whose triggers are gone or off; empty when all is well.
CREATE OR REPLACE FUNCTION xinglin.guard_findings() RETURNS TABLE (register text, finding text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH guarded AS (
        SELECT history.oid AS history_oid, main.oid, main.relname::text AS relname,
               main.relrowsecurity AND main.relforcerowsecurity AS is_scoped
        FROM pg_class history
        JOIN pg_class main ON history.relname = main.relname || '_history'
             AND main.relnamespace = history.relnamespace
        WHERE history.relkind = 'r' AND history.relnamespace = 'public'::regnamespace)
    SELECT relname, 'history lacks the column ' || attname
    FROM guarded JOIN pg_attribute ON attrelid = guarded.oid AND attnum > 0 AND NOT attisdropped
    WHERE NOT xinglin.has_column(history_oid, attname)
    UNION ALL
    SELECT relname, 'trigger ' || needed || ' is missing or disabled'
    FROM guarded, unnest(ARRAY['stamp', 'keep_insert', 'keep_update', 'refuse_removal']) needed
    WHERE NOT EXISTS (SELECT FROM pg_trigger
                      WHERE tgrelid = guarded.oid AND tgname = needed AND tgenabled IN ('O', 'A'))
    UNION ALL
    SELECT relname, 'row-level security is off' FROM guarded WHERE NOT is_scoped
$$;
