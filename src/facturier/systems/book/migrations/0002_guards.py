"""What keys alone cannot promise: documents and facts are written once, people can only be erased, and a series
never counts back. `facturier book verify` finds what was changed in spite of this."""

from django.db import migrations

GUARDS = """
    CREATE FUNCTION book_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are written once: they are never changed or deleted', TG_TABLE_NAME;
    END $$;
    CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON book_document
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON book_fact
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON book_letterhead
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON book_logo
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER kept BEFORE DELETE ON book_person
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER erased_only BEFORE UPDATE ON book_person
        FOR EACH ROW WHEN (NEW.facts IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.erased_at IS NULL
            OR OLD.erased_at IS NOT NULL OR NEW.document_id <> OLD.document_id)
        EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER kept BEFORE DELETE ON book_series
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER only_forward BEFORE UPDATE ON book_series
        FOR EACH ROW WHEN (NEW.ledger_id <> OLD.ledger_id OR NEW.family <> OLD.family OR NEW.name <> OLD.name
            OR NEW.kind <> OLD.kind OR NEW.year IS DISTINCT FROM OLD.year OR NEW.since IS DISTINCT FROM OLD.since
            OR NEW.width <> OLD.width OR NEW.first_number <> OLD.first_number
            OR NEW.next_number < OLD.next_number OR NEW.length < OLD.length
            OR (OLD.last_date IS NOT NULL AND NEW.last_date IS NULL) OR NEW.last_date < OLD.last_date)
        EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER kept BEFORE DELETE ON book_ledger
        FOR EACH ROW EXECUTE FUNCTION book_written_once();
    CREATE TRIGGER only_forward BEFORE UPDATE ON book_ledger
        FOR EACH ROW WHEN (NEW.name <> OLD.name OR NEW.issuer <> OLD.issuer OR NEW.country <> OLD.country
            OR (OLD.locked_upto IS NOT NULL AND NEW.locked_upto IS NULL) OR NEW.locked_upto < OLD.locked_upto)
        EXECUTE FUNCTION book_written_once();
"""
NO_GUARDS = """
    DROP TRIGGER written_once ON book_document;
    DROP TRIGGER written_once ON book_fact;
    DROP TRIGGER written_once ON book_letterhead;
    DROP TRIGGER written_once ON book_logo;
    DROP TRIGGER kept ON book_person;
    DROP TRIGGER erased_only ON book_person;
    DROP TRIGGER kept ON book_series;
    DROP TRIGGER only_forward ON book_series;
    DROP TRIGGER kept ON book_ledger;
    DROP TRIGGER only_forward ON book_ledger;
    DROP FUNCTION book_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("book", "0001_first")]
    operations = [migrations.RunSQL(GUARDS, NO_GUARDS)]
