"""What tables alone cannot promise: evidence and closed days of takings are append-only, a sale is either whole or in
parts, and a permit, which is written twice for each call, is written in place."""

from django.db import migrations

APPEND_ONLY = """
    CREATE FUNCTION facturier_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are evidence: they are never changed or deleted', TG_TABLE_NAME;
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_auditevent
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_look
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_snapshot
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_takingsday
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_takingsrow
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_takingsentry
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE DELETE ON store_attempt
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER answered_once BEFORE UPDATE ON store_attempt
        FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL OR NEW.at <> OLD.at OR NEW.intent_id <> OLD.intent_id)
        EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER append_only BEFORE DELETE ON store_intent
        FOR EACH ROW EXECUTE FUNCTION facturier_append_only();
    CREATE TRIGGER frozen BEFORE UPDATE ON store_intent
        FOR EACH ROW WHEN (NEW.draft <> OLD.draft OR NEW.digest <> OLD.digest OR NEW.reference <> OLD.reference
            OR NEW.date <> OLD.date OR NEW.position <> OLD.position)
        EXECUTE FUNCTION facturier_append_only();
"""
NOT_APPEND_ONLY = """
    DROP TRIGGER append_only ON store_auditevent;
    DROP TRIGGER append_only ON store_look;
    DROP TRIGGER append_only ON store_snapshot;
    DROP TRIGGER append_only ON store_takingsday;
    DROP TRIGGER append_only ON store_takingsrow;
    DROP TRIGGER append_only ON store_takingsentry;
    DROP TRIGGER append_only ON store_attempt;
    DROP TRIGGER answered_once ON store_attempt;
    DROP TRIGGER append_only ON store_intent;
    DROP TRIGGER frozen ON store_intent;
    DROP FUNCTION facturier_append_only();
"""
ONE_DIVISION = """
    ALTER TABLE store_document ADD CONSTRAINT document_division
        FOREIGN KEY (sale_id, division) REFERENCES store_sale (id, division) ON UPDATE CASCADE;
"""
# Without an index on what changes, and with room on its page, PostgreSQL cleans up after itself: half of the time.
ROOM_ON_THE_PAGE = "ALTER TABLE store_permit SET (fillfactor = 40)"


class Migration(migrations.Migration):
    dependencies = [("store", "0001_first")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(ONE_DIVISION, "ALTER TABLE store_document DROP CONSTRAINT document_division"),
        migrations.RunSQL(ROOM_ON_THE_PAGE, "ALTER TABLE store_permit RESET (fillfactor)"),
    ]
