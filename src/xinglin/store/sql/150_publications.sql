-- What is opened to everybody: signed reports alone, by an actor, and withdrawn once.

CREATE OR REPLACE FUNCTION xinglin.keep_publication() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM store_report
                       WHERE report_id = NEW.report_id AND state = 'signed') THEN
            RAISE EXCEPTION '报告 % 还没有签发，不能对外公开。', NEW.report_id USING ERRCODE = 'XL004';
        END IF;
        NEW.published_at := clock_timestamp();
        NEW.published_by := xinglin.actor();
    ELSE
        IF OLD.withdrawn_at IS NOT NULL
           OR (NEW.report_id, NEW.title, NEW.reason, NEW.published_at, NEW.published_by)
              IS DISTINCT FROM
              (OLD.report_id, OLD.title, OLD.reason, OLD.published_at, OLD.published_by) THEN
            RAISE EXCEPTION '公开记录只能撤下一次，不能改动；需要再公开时另做一次。' USING ERRCODE = 'XL004';
        END IF;
        NEW.withdrawn_at := clock_timestamp();
        NEW.withdrawn_by := xinglin.actor();
    END IF;
    INSERT INTO store_auditentry
        (recorded_at, actor, action, register, kind, purpose, detail)
    VALUES (xinglin.now(), xinglin.actor(), xinglin.said('action'), TG_TABLE_NAME,
            CASE TG_OP WHEN 'INSERT' THEN 'publish' ELSE 'withdraw' END,
            xinglin.said('purpose'), NEW.report_id);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep_publication BEFORE INSERT OR UPDATE ON store_publication
FOR EACH ROW EXECUTE FUNCTION xinglin.keep_publication();
CREATE OR REPLACE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON store_publication
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();

REVOKE ALL ON store_publication FROM xinglin_app, xinglin_reader;
GRANT SELECT, INSERT ON store_publication TO xinglin_app;
GRANT UPDATE (withdrawn_at, withdrawal_reason) ON store_publication TO xinglin_app;
GRANT SELECT ON store_publication TO xinglin_reader;
REVOKE ALL ON FUNCTION xinglin.keep_publication() FROM PUBLIC;
