"""The pages: a door for people. One folder per page, with its views, queries, forms and templates."""
