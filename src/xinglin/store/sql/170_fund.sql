-- The fund's ledger: what is posted balances, stays, and keeps out of closed months, whoever writes.

-- Which transaction wrote a voucher: its lines come in the same one or not at all.
ALTER TABLE store_fundvoucher
    ADD COLUMN IF NOT EXISTS recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_fundvoucher
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();
CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_fundline
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();
CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_fundmonth
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();

-- A pooling area's vouchers queue: numbers have no gaps, and a month is not closed under one.
CREATE OR REPLACE FUNCTION xinglin.stamp_voucher() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    number bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.fund.' || NEW.area, 0));
    PERFORM set_config('xinglin.unscoped', 'on', true);
    IF EXISTS (SELECT FROM store_fundmonth m
               WHERE m.area = NEW.area AND m.month >= date_trunc('month', NEW.day)::date) THEN
        RAISE EXCEPTION '% 已月结，不能再记账；更正请记在未结的月份。', to_char(NEW.day, 'YYYY-MM')
            USING ERRCODE = 'XL004';
    END IF;
    SELECT count(*) + 1 INTO number FROM store_fundvoucher v
        WHERE v.area = NEW.area AND date_trunc('month', v.day) = date_trunc('month', NEW.day);
    PERFORM set_config('xinglin.unscoped', before, true);
    NEW.voucher_no := to_char(NEW.day, 'YYYYMM') || '-' || lpad(number::text, 4, '0');
    NEW.recorded_xid := pg_current_xact_id();
    NEW.entered_at := xinglin.now();
    NEW.entered_by := xinglin.actor();
    NEW.place := NEW.area;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON store_fundvoucher
FOR EACH ROW EXECUTE FUNCTION xinglin.stamp_voucher();

-- Lines belong to a voucher of this transaction: nobody adds to one that stands.
CREATE OR REPLACE FUNCTION xinglin.stamp_fund_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    owner  store_fundvoucher;
BEGIN
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT * INTO owner FROM store_fundvoucher v
        WHERE v.id = NEW.voucher_id AND v.recorded_xid = pg_current_xact_id();
    PERFORM set_config('xinglin.unscoped', before, true);
    IF owner.id IS NULL THEN
        RAISE EXCEPTION '凭证已经记账，不能再加分录；更正请另记一张凭证。' USING ERRCODE = 'XL003';
    END IF;
    NEW.place := owner.area;
    NEW.reporter := owner.reporter;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON store_fundline
FOR EACH ROW EXECUTE FUNCTION xinglin.stamp_fund_line();

-- At the end of the transaction the debits of every new voucher are its credits.
CREATE OR REPLACE FUNCTION xinglin.check_voucher() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before  text := xinglin.said('unscoped');
    debits  numeric;
    credits numeric;
BEGIN
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT coalesce(sum(l.debit_fen), 0), coalesce(sum(l.credit_fen), 0) INTO debits, credits
        FROM store_fundline l WHERE l.voucher_id = NEW.id;
    PERFORM set_config('xinglin.unscoped', before, true);
    IF debits <> credits OR debits = 0 THEN
        RAISE EXCEPTION '凭证 % 借贷不平：借方 % 元，贷方 % 元。', NEW.voucher_no,
            round(debits / 100, 2), round(credits / 100, 2) USING ERRCODE = 'XL006';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS balances ON store_fundvoucher;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON store_fundvoucher
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION xinglin.check_voucher();

CREATE OR REPLACE FUNCTION xinglin.stamp_fund_month() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.fund.' || NEW.area, 0));
    NEW.closed_at := xinglin.now();
    NEW.closed_by := xinglin.actor();
    NEW.place := NEW.area;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON store_fundmonth
FOR EACH ROW EXECUTE FUNCTION xinglin.stamp_fund_month();
