"""A table that people can start from: two orders, one of three lines."""

EXAMPLE = """\
number,placed_at,currency,total,buyer_name,buyer_company,buyer_tax_id,buyer_street,buyer_city,buyer_region,\
buyer_postcode,buyer_country,buyer_email,payment_method,payment_paid,kind,sku,name,quantity,price,vat
1001,2026-11-20 14:30,RON,71.97,Ana Exemplu,no,,Str. Lunga 1,Cluj-Napoca,Cluj,400001,RO,\
ana@exemplu.test,card,71.97,goods,MUG-1,"Mug, blue",2,19.99,21
1001,2026-11-20 14:30,RON,71.97,Ana Exemplu,no,,Str. Lunga 1,Cluj-Napoca,Cluj,400001,RO,\
ana@exemplu.test,card,71.97,goods,TEA-5,Tea,1,21.99,11
1001,2026-11-20 14:30,RON,71.97,Ana Exemplu,no,,Str. Lunga 1,Cluj-Napoca,Cluj,400001,RO,\
ana@exemplu.test,card,71.97,shipping,,Courier,1,10.00,21
1002,2026-11-20 15:05,RON,121.00,Exemplu SRL,yes,RO14399840,Calea Noua 7,Brasov,Brasov,500001,RO,\
office@exemplu.test,bank,0,service,,Engraving,1,121.00,21
"""
