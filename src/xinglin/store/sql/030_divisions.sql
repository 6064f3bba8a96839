-- The division tree, unrolled: one row for each ancestor of a division, itself included.
-- Policies and roll-ups ask "is this place under that one" millions of times; the tree changes
-- a few times a year.

CREATE OR REPLACE FUNCTION xinglin.rebuild_division_closure() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    changed bigint;
BEGIN
    CREATE TEMPORARY TABLE wanted_closure ON COMMIT DROP AS
    WITH RECURSIVE climb (ancestor, descendant, steps) AS (
        SELECT code, code, 0 FROM store_division
        UNION ALL
        SELECT parent.parent_code, climb.descendant, climb.steps + 1
        FROM climb JOIN store_division parent ON parent.code = climb.ancestor
        -- Twenty levels are more than any country has: a loop in the data ends here, and is told.
        WHERE parent.parent_code <> '' AND climb.steps < 20
    )
    SELECT ancestor, descendant, max(steps) AS steps FROM climb GROUP BY 1, 2;

    IF EXISTS (SELECT FROM wanted_closure WHERE steps >= 20) THEN
        RAISE EXCEPTION '区划表有循环：% 的上级绕回了自己，请核对上级代码。',
            (SELECT descendant FROM wanted_closure WHERE steps >= 20 LIMIT 1)
            USING ERRCODE = 'XL005';
    END IF;
    DELETE FROM store_divisionclosure known WHERE NOT EXISTS (
        SELECT FROM wanted_closure wanted
        WHERE wanted.ancestor = known.ancestor AND wanted.descendant = known.descendant);
    INSERT INTO store_divisionclosure (ancestor, descendant)
    SELECT ancestor, descendant FROM wanted_closure ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS changed = ROW_COUNT;
    DROP TABLE wanted_closure;
    RETURN changed;
END $$;

CREATE OR REPLACE FUNCTION xinglin.division_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM xinglin.rebuild_division_closure();
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER division_changed
AFTER INSERT OR DELETE OR UPDATE OF code, parent_code OR TRUNCATE ON store_division
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.division_changed();

-- The tree is loaded by the owner; the app reads it. Who could write the closure could widen
-- his own scope.
REVOKE ALL ON store_division, store_divisionclosure FROM xinglin_app, xinglin_reader;
GRANT SELECT ON store_division, store_divisionclosure TO xinglin_app, xinglin_reader;
