"""Orders that a person sends, and invoices made out of order documents and proformas.

Sales that have one of those get the row of their fiscal class now, so that their invoice finds what came before it.
"""

import django.db.models.deletion
from django.db import migrations, models

import facturier.store.fields
import facturier.store.models.orders

FISCAL = """
    INSERT INTO store_sale (organisation_id, issuer, origin, document_class, division, elsewhere)
    SELECT DISTINCT ON (issuer, origin) organisation_id, issuer, origin, 'fiscal', division, '' FROM store_sale
    WHERE document_class IN ('order', 'proforma') ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0013_quotas")]
    operations = [
        migrations.AddField(
            "order",
            "by_hand",
            facturier.store.fields.ValueField(facturier.store.models.orders.SentByHand, null=True),
        ),
        migrations.AddField(
            "document",
            "made_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="store.document",
            ),
        ),
        migrations.RunSQL(FISCAL, migrations.RunSQL.noop),
    ]
