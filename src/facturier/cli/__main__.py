"""`python -m facturier.cli`: the command line where its script is not on the path."""

from facturier.cli import main

main()
