-- A signed report and a finished snapshot stay what they are.

CREATE OR REPLACE FUNCTION xinglin.refuse_signed_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION '报告 % 已经签发，不能改动或删除；需要更正时请另出一份。', OLD.report_id
            USING ERRCODE = 'XL004';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE TRIGGER refuse_signed_change BEFORE UPDATE OR DELETE ON store_report
FOR EACH ROW EXECUTE FUNCTION xinglin.refuse_signed_change();
CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON store_report
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();

-- Of a snapshot's row only the pin may change; clearing away deletes it.
REVOKE ALL ON store_snapshot FROM xinglin_app, xinglin_reader;
GRANT SELECT ON store_snapshot TO xinglin_app, xinglin_reader;
GRANT INSERT, DELETE, UPDATE (pinned) ON store_snapshot TO xinglin_app, xinglin_reader;
