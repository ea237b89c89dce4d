"""What each country demands of identities, addresses and VAT rates. Pure: data files are read once."""
