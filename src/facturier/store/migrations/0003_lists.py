"""What the pages' lists need to stay fast: their order, the ends of numbers, and the words of a buyer's name.

`facturier_buyer_words` is kept in step with `store.lists`: folded to lower case without diacritics, letters and
figures only, so that "Ștefan" is found by "stefan", and an address of an e-mail by any of its parts.
"""

from django.db import migrations

INDEXES = """
    CREATE INDEX order_newest ON store_order
        (organisation_id, (coalesce(placed_at, heard_at)) DESC, id DESC);
    CREATE INDEX order_number_end ON store_order (reverse(number) text_pattern_ops);
    CREATE INDEX document_newest ON store_document
        (organisation_id, issued_at DESC, id DESC) WHERE number <> '';
    CREATE INDEX document_of_kind ON store_document
        (organisation_id, kind, issued_at DESC, id DESC) WHERE number <> '';
    CREATE INDEX document_number_end ON store_document (reverse(number) text_pattern_ops);
    CREATE INDEX effect_waiting ON store_effect (created_at DESC) WHERE state IN ('held', 'in_doubt');
"""
NO_INDEXES = """
    DROP INDEX order_newest;
    DROP INDEX order_number_end;
    DROP INDEX document_newest;
    DROP INDEX document_of_kind;
    DROP INDEX document_number_end;
    DROP INDEX effect_waiting;
"""
BUYERS = """
    CREATE FUNCTION facturier_buyer_words(facts jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('simple', regexp_replace(translate(lower(
            coalesce(facts #>> '{buyer,name}', '') || ' ' || coalesce(facts #>> '{buyer,contact}', '')
            || ' ' || coalesce(facts #>> '{buyer,email}', '')),
        'ăâîșşțţąćęłńóśźżàáèéìíòùúäöüő', 'aaissttacelnoszzaaeeiiouuaouo'), '[^[:alnum:]]+', ' ', 'g'));
    CREATE INDEX snapshot_buyer ON store_snapshot USING gin (facturier_buyer_words(facts));
"""
NO_BUYERS = "DROP INDEX snapshot_buyer; DROP FUNCTION facturier_buyer_words(jsonb);"


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]
    operations = [migrations.RunSQL(INDEXES, NO_INDEXES), migrations.RunSQL(BUYERS, NO_BUYERS)]
