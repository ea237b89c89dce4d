"""A month of the register for others: a table for programs, a spreadsheet, and a page to print."""
