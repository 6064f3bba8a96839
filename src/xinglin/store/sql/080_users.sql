-- Users: what a user may reach is changed by an administrator, through one function.

REVOKE ALL ON store_user FROM xinglin_app, xinglin_reader;
-- Logging in reads the row and notes the time; a user changes his own password.
GRANT SELECT ON store_user TO xinglin_app;
GRANT UPDATE (password, last_login) ON store_user TO xinglin_app;

CREATE OR REPLACE FUNCTION xinglin.save_user(
    new_username text, new_name text, new_role text, new_unit text,
    new_scope_units text[], new_scope_places text[], new_scope_lines text[],
    new_is_everything boolean, new_is_active boolean
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    saved bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM store_user
                   WHERE username = xinglin.actor() AND is_active AND role = 'administrator') THEN
        RAISE EXCEPTION '只有系统管理员能建立用户或改动其数据范围。' USING ERRCODE = 'XL006';
    END IF;
    INSERT INTO store_user (username, name, password, role, unit, scope_units, scope_places,
                            scope_lines, is_everything, is_active)
    -- '!' is Django's mark of a password that nothing matches.
    VALUES (new_username, new_name, '!', new_role, new_unit, new_scope_units, new_scope_places,
            new_scope_lines, new_is_everything, new_is_active)
    ON CONFLICT (username) DO UPDATE SET
        name = excluded.name, role = excluded.role, unit = excluded.unit,
        scope_units = excluded.scope_units, scope_places = excluded.scope_places,
        scope_lines = excluded.scope_lines, is_everything = excluded.is_everything,
        is_active = excluded.is_active
    RETURNING id INTO saved;
    RETURN saved;
END $$;

-- Whoever changes what a user may reach leaves a trace, the owner at a prompt included.
CREATE OR REPLACE FUNCTION xinglin.audit_user() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO store_auditentry
        (recorded_at, actor, action, register, record_id, kind, purpose, detail)
    VALUES (xinglin.now(), coalesce(nullif(xinglin.said('actor'), ''), session_user),
            xinglin.said('action'), TG_TABLE_NAME, NEW.id, 'change', xinglin.said('purpose'),
            format('role=%s unit=%s units=%s places=%s lines=%s everything=%s active=%s',
                   NEW.role, NEW.unit, NEW.scope_units, NEW.scope_places, NEW.scope_lines,
                   NEW.is_everything, NEW.is_active));
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER audit_user
AFTER INSERT OR UPDATE OF username, role, unit, scope_units, scope_places, scope_lines,
    is_everything, is_active ON store_user
FOR EACH ROW EXECUTE FUNCTION xinglin.audit_user();
