-- What is published stays as it was shown; it is withdrawn once, with a reason.

CREATE OR REPLACE FUNCTION xinglin.keep_disclosure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.published_at := xinglin.now();
        NEW.published_by := xinglin.actor();
    ELSIF OLD.withdrawn_at IS NOT NULL
       OR (NEW.kind, NEW.area, NEW.place, NEW.title, NEW.content, NEW.from_date, NEW.to_date,
           NEW.phone, NEW.published_at, NEW.published_by)
          IS DISTINCT FROM
          (OLD.kind, OLD.area, OLD.place, OLD.title, OLD.content, OLD.from_date, OLD.to_date,
           OLD.phone, OLD.published_at, OLD.published_by) THEN
        RAISE EXCEPTION '公示只能撤下一次，不能改动；需要更正时另行公示。' USING ERRCODE = 'XL004';
    ELSE
        NEW.withdrawn_at := xinglin.now();
    END IF;
    INSERT INTO store_auditentry
        (recorded_at, actor, action, register, record_id, kind, purpose, detail)
    VALUES (xinglin.now(), xinglin.actor(), xinglin.said('action'), TG_TABLE_NAME, NEW.id,
            CASE TG_OP WHEN 'INSERT' THEN 'publish' ELSE 'withdraw' END,
            xinglin.said('purpose'), NEW.withdrawal_reason);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep_disclosure BEFORE INSERT OR UPDATE ON store_disclosure
FOR EACH ROW EXECUTE FUNCTION xinglin.keep_disclosure();
CREATE OR REPLACE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON store_disclosure
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();

REVOKE ALL ON store_disclosure FROM xinglin_app, xinglin_reader;
GRANT SELECT, INSERT ON store_disclosure TO xinglin_app;
GRANT UPDATE (withdrawn_at, withdrawal_reason) ON store_disclosure TO xinglin_app;
GRANT USAGE ON SEQUENCE store_disclosure_id_seq TO xinglin_app;
GRANT SELECT ON store_disclosure TO xinglin_reader;
REVOKE ALL ON FUNCTION xinglin.keep_disclosure() FROM PUBLIC;
