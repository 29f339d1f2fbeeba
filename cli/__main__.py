"""`python -m cli` is the `duban` command."""

from cli.main import main

main()
