"""The paper of the book: what stands on a document's page, and the PDF of it. Pure: no store, no network."""
